"""Who hides name or number is not shown: to colleagues, outside, but to helpers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from pbxportal.devstack.stack import Stack
from tests.callflows.samples import node
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.published import all_published
from tests.calls.test_live_and_history import until
from tests.calls.test_outside import HELP, SHOWN, Outside, outside
from tests.calls.test_queues import (
    AGENT,
    IN,
    OUT,
    QUEUE,
    at_queue,
    codes,
    dial,
    make,
    user_of,
)
from tests.calls.test_voicemail import leave_message
from tests.support import Phone, answer_with_tone, ring_only
from tests.support.sip_calls import IncomingCall
from tests.support.sip_message import name_in, user_in

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

__all__ = ["codes", "outside"]

NAME, NUMBER = "Alex Kim", "1001"
DEFAULTS = "settings/preferences/"
Hide = Callable[..., Awaitable[None]]


@pytest_asyncio.fixture
async def hide(acme: Portal, stack: Stack) -> AsyncIterator[Hide]:
    """Says what 1001 hides, and what the account does; afterwards nobody hides anything."""
    users = await asyncio.to_thread(acme.all, "users/")
    alex = next(user for user in users if user["extension"] == NUMBER)

    async def send(own: str = "", account: str = "") -> None:
        for path, value in ((f"users/{alex['id']}/numbers/", own), (DEFAULTS, account)):
            body = {"caller_privacy": value}
            await asyncio.to_thread(acme.send, "PATCH", path, body)
        await all_published(stack)

    yield send
    await send()


async def shown(alex: Phone, robin: Phone, number: str = "1002") -> IncomingCall:
    """What reaches 1002 when 1001 calls, who thinks better of it."""
    call = await alex.call(number, wait=False)
    there = await robin.next_call()
    await call.hang_up()
    await there.wait_ended()
    return there


def told(call: IncomingCall) -> tuple[str, str]:
    """Name and number in From."""
    line = call.invite.get("From")
    return name_in(line), user_in(line)


def everywhere(call: IncomingCall) -> str:
    """All that the telephone was sent of the caller."""
    names = ("From", "Contact", "P-Asserted-Identity", "Remote-Party-ID")
    return "\n".join(call.invite.get(name) for name in names)


@pytest.mark.parametrize(
    ("hidden", "name", "number"),
    [
        ("", NAME, NUMBER),
        ("name", "", NUMBER),
        ("number", NAME, "anonymous"),
        ("both", "Anonymous", "anonymous"),
    ],
)
async def test_a_colleague_does_not_see_what_is_hidden(
    hide: Hide, phone_of: PhoneOf, hidden: str, name: str, number: str
) -> None:
    await hide(hidden)
    alex, robin = await phone_of("acme", NUMBER), await phone_of("acme", "1002")
    call = await shown(alex, robin)
    assert told(call) == (name, number)
    for part, kept in (("name", NAME), ("number", NUMBER)):
        if hidden in (part, "both"):
            assert kept not in everywhere(call)


async def test_nor_do_those_whom_a_callflow_rings(
    hide: Hide, acme: Portal, phone_of: PhoneOf
) -> None:
    """With and without an alert, several at once, and after a delay of its own."""
    users = await asyncio.to_thread(acme.all, "users/")
    robin_id = next(user["id"] for user in users if user["extension"] == "1002")
    member = {"user": robin_id, "timeout": 2}
    rings = {
        "8460": node("user", user=robin_id, timeout=2),
        "8461": node("ring_group", members=[member]),
        "8462": node("ring_group", members=[{**member, "delay": 1}]),
    }
    await hide("number")
    alex, robin = await phone_of("acme", NUMBER), await phone_of("acme", "1002")
    for number, ring in rings.items():
        draft = node("set_alert_info", alert_info="<http://x>;info=a")
        draft["children"] = {"_": node("set_alert_info", alert_info="")}
        draft["children"]["_"]["children"] = {"_": ring}
        await asyncio.to_thread(acme.make_flow, f"Hidden {number}", number, draft)
        assert told(await shown(alex, robin, number)) == (NAME, "anonymous"), number


@pytest.mark.parametrize(
    ("hidden", "seen", "asserted", "privacy"),
    [
        ("", ("Acme", SHOWN), ("Acme", SHOWN), ""),
        ("name", ("", SHOWN), ("", SHOWN), ""),
        ("number", ("Anonymous", "anonymous"), ("Acme", SHOWN), "id"),
        ("both", ("Anonymous", "anonymous"), ("", SHOWN), "id"),
    ],
)
async def test_a_carrier_learns_who_pays_and_what_to_hide(
    outside: Outside,
    acme: Portal,
    hide: Hide,
    phone_of: PhoneOf,
    hidden: str,
    seen: tuple[str, str],
    asserted: tuple[str, str],
    privacy: str,
) -> None:
    """RFC 3323 and 3325: an anonymous From, who it is for the carrier alone."""
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    await hide(hidden)
    alex = await phone_of("acme", NUMBER)
    call = await alex.call("6045550199")
    there = await carrier.next_call()
    await call.hang_up()
    line = there.invite.get("P-Asserted-Identity")
    assert told(there) == seen
    assert (name_in(line), user_in(line)) == asserted
    assert there.invite.get("Privacy") == privacy


async def test_it_stays_hidden_where_the_call_is_passed_on(
    outside: Outside, acme: Portal, codes: None, hide: Hide, phone_of: PhoneOf
) -> None:
    """Through a queue, forwarded outside, and transferred by who has answered."""
    await make(acme, "Hidden callers", at_queue)
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    await hide("number")
    alex, robin = await phone_of("acme", NUMBER), await phone_of("acme", "1002")
    await dial(robin, IN)
    robin.on_call = answer_with_tone(AGENT)
    call = await alex.call(QUEUE, within=10)
    await call.hears(AGENT, within=15)
    there = await robin.next_call()
    assert told(there) == (NAME, "anonymous")
    await there.transfer("6045550199")
    assert told(await carrier.next_call()) == ("Anonymous", "anonymous")
    await call.hang_up()
    await dial(robin, OUT)
    state = f"users/{await asyncio.to_thread(user_of, acme, '1002')}/state/"
    forward = {"forward_always": "6045550199"}
    await asyncio.to_thread(acme.send, "PATCH", state, forward)
    await asyncio.sleep(1)
    call = await alex.call("1002")
    seen = await carrier.next_call()
    assert (told(seen)[1], seen.invite.get("Privacy")) == ("anonymous", "id")
    await call.hang_up()
    await asyncio.to_thread(acme.send, "PATCH", state, {"forward_always": ""})


async def test_helpers_always_see_the_number(
    outside: Outside, acme: Portal, hide: Hide, phone_of: PhoneOf
) -> None:
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    await hide("both", "both")
    alex = await phone_of("acme", NUMBER)
    call = await alex.call("911")
    there = await carrier.next_call()
    await call.hang_up()
    assert told(there) == ("Acme", HELP)
    assert user_in(there.invite.get("P-Asserted-Identity")) == HELP
    assert there.invite.get("Privacy") == ""


async def test_the_account_s_default_counts_until_a_user_chooses(
    hide: Hide, phone_of: PhoneOf
) -> None:
    alex, robin = await phone_of("acme", NUMBER), await phone_of("acme", "1002")
    for own, account, seen in (
        ("", "both", ("Anonymous", "anonymous")),
        ("nothing", "both", (NAME, NUMBER)),
        ("name", "both", ("", NUMBER)),
        ("", "", (NAME, NUMBER)),
    ):
        await hide(own, account)
        assert told(await shown(alex, robin)) == seen, (own, account)


async def test_a_mailbox_does_not_tell_who_was_hidden(
    hide: Hide, acme: Portal, phone_of: PhoneOf
) -> None:
    box = next(b for b in acme.all("voicemail-boxes/") if b["number"] == "1002")
    listed = f"voicemail-boxes/{box['id']}/messages/"
    await hide("both")
    alex, robin = await phone_of("acme", NUMBER), await phone_of("acme", "1002")
    robin.on_call = ring_only
    known = {m["id"] for m in acme.get(listed)["results"]}
    await leave_message(alex, "1002")

    def new() -> list[dict[str, Any]]:
        return [m for m in acme.get(listed)["results"] if m["id"] not in known]

    (message,) = await until(new, within=10)
    assert NUMBER not in message["caller"] and NAME not in message["caller"]
    # The account's own history knows, also after that.
    (call, *_) = await until(
        lambda: [c for c in acme.all("calls/?number=1001") if c["dialled"] == "1002"],
        within=20,
    )
    assert (call["caller_name"], call["caller_number"]) == (NAME, NUMBER)


async def test_who_is_hidden_still_opens_the_own_mailbox(
    hide: Hide, phone_of: PhoneOf, acme: Portal
) -> None:
    """Their number is hidden, not lost: features and records of the account need it."""
    await hide("both")
    alex = await phone_of("acme", NUMBER)
    call = await alex.call("*97")
    await call.hang_up()

    rows = await until(
        lambda: [c for c in acme.all("calls/?number=1001") if c["dialled"] == "*97"],
        within=20,
    )
    assert rows[0]["caller_number"] == NUMBER
