"""A contact's mobile is called, hears a code, and is the contact's once that is written."""

from __future__ import annotations

import asyncio
import secrets
import statistics
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
import pytest_asyncio

from pbxportal.devstack import asterisk_root
from tests.calls.portal import Portal, Problem
from tests.calls.test_live_and_history import until
from tests.calls.test_outside import SHOWN, Outside, outside  # noqa: F401  a fixture
from tests.calls.test_prompts import course, spoken
from tests.calls.test_trunks import Limits, limits  # noqa: F401  a fixture
from tests.support import IncomingCall, busy
from tests.support.servers import ROOT
from tests.support.sip_message import user_in

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

MOBILE, DIGITS = "+16045550188", 6
# The account's calls of earlier runs would count.
FORGET = """
from tenants.models import ContactCode
ContactCode.objects.all().delete()
"""
# How alike a digit that is heard is to Asterisk's own sound at least.
SURELY = 0.97


async def answer(call: IncomingCall) -> None:
    """Takes the call and says nothing."""
    call.answer()


@cache
def digits(language: str) -> dict[str, list[float]]:
    """Asterisk's spoken digits."""
    folder = asterisk_root.find().languages[language] / "digits"
    return {str(n): course(spoken(folder / f"{n}.gsm")) for n in range(10)}


def heard_digits(samples: Sequence[int], language: str = "en") -> str:
    """The digits that were said, in their order."""
    sound = course(samples)
    found = sorted(
        (statistics.correlation(part, piece), at, at + len(piece), digit)
        for digit, piece in digits(language).items()
        for at in range(len(sound) - len(piece) + 1)
        if len(set(part := sound[at : at + len(piece)])) > 1
    )
    said: dict[int, tuple[int, str]] = {}
    for likeness, begin, end, digit in reversed(found):
        if likeness < SURELY:
            break
        if all(end <= first or begin >= last for first, (last, _) in said.items()):
            said[begin] = end, digit
    return "".join(digit for _, (_, digit) in sorted(said.items()))


@pytest_asyncio.fixture
async def kim(acme: Portal) -> AsyncIterator[dict[str, Any]]:
    """A contact with a mobile, whom nobody has called."""
    command = [sys.executable, str(ROOT / "manage.py"), "shell", "-c", FORGET]
    process = await asyncio.create_subprocess_exec(*command)
    assert await process.wait() == 0
    body = {"name": f"Kim {secrets.token_hex(3)}", "mobile": MOBILE, "kind": "other"}
    made = await asyncio.to_thread(acme.post, "contacts/", body)
    yield {**made, "path": f"contacts/{made['id']}/", "since": _since()}
    await asyncio.to_thread(acme.send, "DELETE", f"contacts/{made['id']}/")


def _since() -> str:
    since = datetime.now(UTC) - timedelta(seconds=1)
    return since.isoformat().replace("+00:00", "Z")


async def recorded(acme: Portal, kim: dict[str, Any]) -> dict[str, Any]:
    """The one call that the history has since then."""
    path = f"calls/?from={kim['since']}"
    (row,) = await until(lambda: acme.get(path)["results"], within=15)
    found: dict[str, Any] = row
    return found


async def test_the_code_is_heard_twice_and_verifies_the_mobile(
    outside: Outside,  # noqa: F811
    acme: Portal,
    kim: dict[str, Any],
) -> None:
    carrier = await outside.carrier(acme, 1)
    carrier.on_call = answer
    await outside.rules(acme)
    await asyncio.to_thread(acme.post, f"{kim['path']}call-code/")
    call = await carrier.next_call()
    assert user_in(f"<{call.invite.uri}>") == MOBILE
    assert (call.number, call.name) == (SHOWN, "Acme")
    live = await until(lambda: acme.get("live/")["calls"], within=2)
    assert (live[0]["dialled"], live[0]["direction"]) == (MOBILE, "outbound")
    await call.wait_ended()
    said = heard_digits(call.pcm(30))
    code = said[:DIGITS]
    assert said == code * 2 and len(code) == DIGITS
    confirm = f"{kim['path']}confirm-mobile/"
    wrong = f"{(int(code) + 1) % 10**DIGITS:06}"
    with pytest.raises(Problem):
        await asyncio.to_thread(acme.post, confirm, {"code": wrong})
    answered = await asyncio.to_thread(acme.post, confirm, {"code": code})
    assert answered["mobile_verified"] is True
    row = await recorded(acme, kim)
    assert (row["direction"], row["result"]) == ("outbound", "answered")
    assert (row["caller_number"], row["dialled"]) == (SHOWN, MOBILE)
    assert row["talk_seconds"] >= 8


async def test_an_account_that_speaks_french_says_it_in_french(
    outside: Outside,  # noqa: F811
    acme: Portal,
    kim: dict[str, Any],
) -> None:
    carrier = await outside.carrier(acme, 1)
    carrier.on_call = answer
    await outside.rules(acme)
    preferences = "settings/preferences/"
    await asyncio.to_thread(acme.send, "PATCH", preferences, {"language": "fr"})
    try:
        await asyncio.to_thread(acme.post, f"{kim['path']}call-code/")
        call = await carrier.next_call()
        await asyncio.sleep(9)
    finally:
        await asyncio.to_thread(acme.send, "PATCH", preferences, {"language": ""})
    await call.hang_up()
    code = heard_digits(call.pcm(9), "fr")[:DIGITS]
    answered = await asyncio.to_thread(
        acme.post, f"{kim['path']}confirm-mobile/", {"code": code}
    )
    assert answered["mobile_verified"] is True


async def test_a_mobile_that_is_busy_is_in_the_history(
    outside: Outside,  # noqa: F811
    acme: Portal,
    kim: dict[str, Any],
) -> None:
    carrier = await outside.carrier(acme, 1)
    carrier.on_call = busy()
    await outside.rules(acme)
    await asyncio.to_thread(acme.post, f"{kim['path']}call-code/")
    await carrier.next_call()
    row = await recorded(acme, kim)
    assert (row["direction"], row["result"]) == ("outbound", "busy")
    assert (row["caller_number"], row["dialled"]) == (SHOWN, MOBILE)


async def test_what_may_not_be_called_is_told_and_not_dialled(
    outside: Outside,  # noqa: F811
    acme: Portal,
    kim: dict[str, Any],
) -> None:
    carrier = await outside.carrier(acme, 1, prefixes=["44"])
    await outside.rules(acme, allowed=["toll_free"])
    for allowed, why in (
        (["toll_free"], "may not be called (National)"),
        (["national"], "Nobody takes calls"),
    ):
        await asyncio.to_thread(
            acme.send, "PATCH", "outside-calls/", {"allowed": allowed}
        )
        with pytest.raises(Problem) as refused:
            await asyncio.to_thread(acme.post, f"{kim['path']}call-code/")
        assert refused.value.status == 400
        assert why in str(refused.value.body)
    assert carrier.incoming.empty()


async def test_a_code_takes_a_trunk_of_the_account(
    outside: Outside,  # noqa: F811
    limits: Limits,  # noqa: F811
    acme: Portal,
    kim: dict[str, Any],
) -> None:
    """While it is taken nobody else is called."""
    carrier = await outside.carrier(acme, 1)
    carrier.on_call = answer
    await outside.rules(acme)
    await limits.set(outbound_trunks=1)
    await asyncio.to_thread(acme.post, f"{kim['path']}call-code/")
    call = await carrier.next_call()
    await limits.become(outbound=1)
    await asyncio.to_thread(acme.post, f"{kim['path']}call-code/")
    row = await recorded(acme, kim)
    assert (row["direction"], row["no_trunk"]) == ("outbound", "outbound")
    assert row["dialled"] == MOBILE
    assert carrier.incoming.empty()
    await call.hang_up()
    await limits.become()
