"""Calls to the public network: a carrier of our own stands there and sees what comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from pbxportal.devstack.stack import Stack
from tests.callflows.samples import node
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.published import all_published
from tests.calls.test_live_and_history import until
from tests.support import Phone, Refused, answer_with_tone, busy
from tests.support.sip_calls import OutgoingCall
from tests.support.sip_message import user_in

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

SHOWN, HELP = "+16045550100", "+16045550111"
RULES: dict[str, Any] = {
    "country": "CA",
    "allowed": ["toll_free", "national"],
    "caller_name": "Acme",
    "caller_number": SHOWN,
    "emergency_number": HELP,
}


class Outside:
    """Acme's rules and carriers, each of which is a telephone of the test."""

    def __init__(
        self, demo: dict[str, Any], stack: Stack, opened: AsyncExitStack
    ) -> None:
        host, _, port = demo["sip"].rpartition(":")
        self.server = (host, int(port))
        self._stack, self._opened = stack, opened

    async def carrier(
        self, portal: Portal, place: int, address: str = "", **settings: Any
    ) -> Phone:
        """A carrier that takes all calls; it is tried in the order of `place`."""
        local = address or f"127.0.0.{1 + place}"
        phone = Phone("carrier", "carrier.test", "", self.server, local)
        await self._opened.enter_async_context(phone)
        phone.on_call = answer_with_tone(700 + 100 * place)
        host, port = phone.address
        body = {"name": f"Carrier {place}", "order": place, "host": host, "port": port}
        await asyncio.to_thread(portal.post, "carriers/", {**body, **settings})
        return phone

    async def rules(self, portal: Portal, **changes: Any) -> None:
        """Sets them; returns when the nodes have been told."""
        body = {**RULES, **changes}
        await self.change(portal, "outside-calls/", body)

    async def change(self, portal: Portal, path: str, body: dict[str, Any]) -> None:
        """Changes something; returns when the nodes have been told."""
        await asyncio.to_thread(portal.send, "PATCH", path, body)
        await self.settle()

    async def settle(self) -> None:
        """Returns when the nodes have been told of everything."""
        await all_published(self._stack)


def forget(portal: Portal) -> None:
    """Removes what an earlier test has left."""
    for carrier in portal.all("carriers/"):
        portal.send("DELETE", f"carriers/{carrier['id']}/")


@pytest_asyncio.fixture
async def outside(
    demo: dict[str, Any], acme: Portal, globex: Portal, stack: Stack
) -> AsyncIterator[Outside]:
    for portal in (acme, globex):
        await asyncio.to_thread(forget, portal)
    async with AsyncExitStack() as opened:
        yield Outside(demo, stack, opened)
    for portal in (acme, globex):
        await asyncio.to_thread(forget, portal)


@pytest.mark.parametrize(
    ("given", "asked", "shown"),
    [
        ({}, "+16045550199", SHOWN),
        ({"number_format": "digits"}, "16045550199", SHOWN[1:]),
        ({"number_format": "national", "put_before": "9"}, "96045550199", "6045550100"),
        ({"number_format": "digits", "strip": 1}, "6045550199", SHOWN[1:]),
    ],
)
async def test_a_call_goes_out_as_the_carrier_wants_it(
    outside: Outside,
    acme: Portal,
    phone_of: PhoneOf,
    given: dict[str, Any],
    asked: str,
    shown: str,
) -> None:
    carrier = await outside.carrier(acme, 1, **given)
    await outside.rules(acme)
    alex = await phone_of("acme", "1001")
    call = await alex.call("6045550199")
    seen = await carrier.next_call()
    assert user_in(f"<{seen.invite.uri}>") == asked
    assert seen.number == shown
    assert seen.name == "Acme"
    await call.hears(800)
    await call.hang_up()


async def test_the_next_carrier_takes_what_the_first_one_refuses(
    outside: Outside, acme: Portal, phone_of: PhoneOf
) -> None:
    first = await outside.carrier(acme, 1)
    second = await outside.carrier(acme, 2)
    first.on_call = busy(503)
    await outside.rules(acme)
    alex = await phone_of("acme", "1001")
    call = await alex.call("16045550199")
    await call.hears(900)
    assert (await first.next_call()).code == 503
    await call.hang_up()
    # Who is busy is busy by another way too.
    second.incoming = asyncio.Queue()
    first.on_call = busy(486)
    with pytest.raises(Refused) as refused:
        await alex.call("16045550199")
    assert refused.value.code == 486
    assert second.incoming.empty()


async def test_what_no_carrier_takes_is_told_in_the_error_log(
    outside: Outside, acme: Portal, phone_of: PhoneOf
) -> None:
    await asyncio.to_thread(acme.post, "errors/seen/")
    for place in (1, 2):
        carrier = await outside.carrier(acme, place)
        carrier.on_call = busy(503)
    await outside.rules(acme)
    alex = await phone_of("acme", "1001")
    for _ in range(2):
        with pytest.raises(Refused):
            await alex.call("6045550177")
    told = "errors/?seen=0&source=call"
    (entry,) = await until(lambda: _counted(acme.all(told), 2), within=15)
    assert "6045550177" in entry["message"]
    call = await asyncio.to_thread(acme.get, f"calls/{entry['object_id']}/")
    assert call["result"] == "failed"


def _counted(rows: list[dict[str, Any]], times: int) -> list[dict[str, Any]]:
    """The rows that stand for so many failures."""
    return [row for row in rows if row["count"] == times]


async def test_what_is_denied_is_refused_and_help_is_not(
    outside: Outside, acme: Portal, phone_of: PhoneOf
) -> None:
    carrier = await outside.carrier(acme, 1, prefixes=["1"])
    await outside.rules(acme, allowed=[])
    alex = await phone_of("acme", "1001")
    for number, code in (("6045550199", 403), ("01144207946000", 403), ("1999", 404)):
        with pytest.raises(Refused) as refused:
            await alex.call(number)
        assert refused.value.code == code, number
    assert carrier.incoming.empty()
    call = await alex.call("911")
    seen = await carrier.next_call()
    assert user_in(f"<{seen.invite.uri}>") == "911"
    assert seen.number == HELP
    await call.hang_up()


async def test_accounts_do_not_meet_at_their_carriers(
    outside: Outside, acme: Portal, globex: Portal, phone_of: PhoneOf
) -> None:
    own = await outside.carrier(acme, 1)
    other = await outside.carrier(globex, 2)
    await outside.rules(acme)
    await outside.rules(globex)
    alex, sam = await phone_of("acme", "1001"), await phone_of("globex", "1001")
    for caller, takes, idle in ((alex, own, other), (sam, other, own)):
        call = await caller.call("6045550199")
        await takes.next_call()
        assert idle.incoming.empty()
        await call.hang_up()


async def test_a_callflow_and_a_user_forward_outside(
    outside: Outside, acme: Portal, phone_of: PhoneOf
) -> None:
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    flow = node("forward", number="6045550199", caller_id="account", timeout=5)
    flow["children"] = {"busy": node("hangup", cause="not-found")}
    await asyncio.to_thread(acme.make_flow, "Mobile", "8450", flow)
    alex = await phone_of("acme", "1001")
    call = await alex.call("8450")
    assert (await carrier.next_call()).number == SHOWN
    await call.hears(800)
    await call.hang_up()
    carrier.on_call = busy(486)
    with pytest.raises(Refused) as refused:
        await alex.call("8450")
    assert refused.value.code == 404, "the exit for busy"
    await carrier.next_call()
    carrier.on_call = answer_with_tone(800)
    users = await asyncio.to_thread(acme.all, "users/")
    robin = next(user["id"] for user in users if user["extension"] == "1002")
    state = f"users/{robin}/state/"
    for number, code in (("6045550199", 0), ("9005550199", 403), ("911", 404)):
        body = {"forward_always": number}
        await outside.change(acme, state, body)
        try:
            call = await alex.call("1002")
            seen = await carrier.next_call()
            assert user_in(f"<{seen.invite.uri}>") == "+16045550199"
            await call.hang_up()
        except Refused as error:
            assert error.code == code
        else:
            assert code == 0
    body = {"forward_always": ""}
    await asyncio.to_thread(acme.send, "PATCH", state, body)


async def test_who_dials_in_dials_out(
    outside: Outside, acme: Portal, phone_of: PhoneOf
) -> None:
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    flow = node("disa", pin="480216", tries=2, timeout=2)
    await asyncio.to_thread(acme.make_flow, "Dial in", "8451", flow)
    alex = await phone_of("acme", "1001")
    call = await alex.call("8451")
    await call.press("480216#")
    await asyncio.sleep(1.5)
    await call.press("6045550199#")
    seen = await carrier.next_call(20)
    assert seen.number == SHOWN
    await call.hears(800)
    await call.hang_up()
    call = await alex.call("8451")
    for _ in range(2):
        await call.press("111111#")
        await asyncio.sleep(4.0)
    await asyncio.wait_for(call.ended.wait(), 15)
    assert carrier.incoming.empty()


async def tries(call: OutgoingCall, turn: int) -> None:
    """A wrong PIN while others key in theirs, done a little after theirs."""
    await asyncio.sleep(0.2 * turn)
    await call.press("111111#")
    await asyncio.sleep(4.0)


async def test_wrong_pins_of_callers_at_the_same_time_all_count(
    outside: Outside, acme: Portal, phone_of: PhoneOf
) -> None:
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    flow = node("disa", pin="480216", tries=2, timeout=2)
    await asyncio.to_thread(acme.make_flow, "Dial in", "8452", flow)
    alex = await phone_of("acme", "1001")
    calls = [await alex.call("8452") for _ in range(5)]
    for _ in range(2):
        await asyncio.gather(*(tries(call, n) for n, call in enumerate(calls)))
    await asyncio.gather(*(call.wait_ended(15) for call in calls))
    call = await alex.call("8452")
    await call.press("480216#")
    await call.wait_ended(20)
    assert carrier.incoming.empty()


async def test_the_telephone_s_number_goes_before_the_account_s(
    outside: Outside, acme: Portal, phone_of: PhoneOf
) -> None:
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme, emergency_number="")
    users = await asyncio.to_thread(acme.all, "users/")
    alex_id = next(user["id"] for user in users if user["extension"] == "1001")
    path = f"users/{alex_id}/numbers/"
    body = {"caller_number": "+16045550133"}
    await outside.change(acme, path, body)
    alex = await phone_of("acme", "1001")
    for number in ("6045550199", "112"):
        call = await alex.call(number)
        assert (await carrier.next_call()).number == "+16045550133"
        await call.hang_up()
    await asyncio.to_thread(acme.send, "PATCH", path, {"caller_number": ""})


async def test_a_carrier_s_call_gets_to_the_account_s_number(
    outside: Outside, acme: Portal, globex: Portal, phone_of: PhoneOf
) -> None:
    """Known by its address alone; recorded, and in the account's history."""
    number = "+16045550177"
    robin = next(u for u in acme.all("users/") if u["extension"] == "1002")
    draft = node("record_start")
    draft["children"] = {"_": node("user", user=robin["id"], timeout=10)}
    await asyncio.to_thread(acme.make_flow, "Public", number, draft)
    hang_up = node("hangup", cause="busy")
    await asyncio.to_thread(globex.make_flow, "Public", "+16045550178", hang_up)
    carrier = await outside.carrier(acme, 1, addresses=["127.0.0.2"])
    await outside.settle()
    before = {row["id"] for row in await asyncio.to_thread(acme.all, "recordings/")}
    phone = await phone_of("acme", "1002")
    phone.on_call = answer_with_tone(900)
    call = await carrier.call(number)
    call.send_tone(500)
    await call.hears(900, within=10)
    seen = await phone.next_call()
    assert seen.number == "carrier"
    await asyncio.sleep(2.0)
    await call.hang_up()

    def recordings() -> list[dict[str, Any]]:
        rows = acme.all("recordings/")
        return [row for row in rows if row["id"] not in before]

    (recording,) = await until(recordings, within=30)
    assert recording["dialled"] == number
    rows = await until(lambda: acme.all(f"calls/?number=%2B{number[1:]}"), within=30)
    assert (rows[0]["result"], rows[0]["direction"]) == ("answered", "inbound")
    # Neither another account's numbers, nor out again, nor a mailbox.
    for wrong in ("+16045550178", "+16045550199", "*97", "911"):
        with pytest.raises(Refused):
            await carrier.call(wrong)


async def test_an_address_becomes_another_carrier_s(
    outside: Outside, acme: Portal
) -> None:
    busy_flow = node("hangup", cause="busy")
    await asyncio.to_thread(acme.make_flow, "Public", "+16045550179", busy_flow)
    for _ in range(2):
        carrier = await outside.carrier(acme, 1, addresses=["127.0.0.2"])
        await outside.settle()
        with pytest.raises(Refused) as refused:
            await carrier.call("+16045550179")
        assert refused.value.code == 486
        await asyncio.to_thread(forget, acme)
        await carrier.close()
