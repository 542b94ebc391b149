"""Limits of calls with the outside, on real calls: none more at once, and none too few."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.callflows.samples import node
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.calls.test_live_and_history import until
from tests.calls.test_outside import Outside, outside  # noqa: F401  a fixture
from tests.calls.test_parking import lot_of
from tests.support import Phone, Refused, answer_with_tone, busy, ring_only

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

ABROAD, PUBLIC, FORWARDED = "6045550199", "+16045550171", "+16045550172"
NOTHING: dict[str, Any] = {
    "inbound_trunks": None,
    "outbound_trunks": None,
    "twoway_trunks": None,
    "over_limit": False,
}
BUSY, FULL = 486, 503


class Limits:
    """Sets an account's limits as its reseller does, and reads what is in use."""

    def __init__(
        self,
        demo: dict[str, Any],
        account: Portal,
        outside: Outside,  # noqa: F811
    ) -> None:
        self._account, self._outside = account, outside
        self._above = Portal(demo["portal"], {**demo["reseller"], "realm": ""})
        below = self._above.all("sub-accounts/")
        pk = next(row["id"] for row in below if row["slug"] == account.slug)
        self._path = f"sub-accounts/{pk}/settings/usage/"

    async def set(self, **limits: Any) -> None:
        """Those that are not named are not set; returns when the nodes know it."""
        body = {**NOTHING, **limits}
        await self._outside.change(self._above, self._path, body)

    def read(self) -> dict[str, int]:
        """How many of each kind are in use."""
        trunks = self._account.get("outside-calls/")["trunks"]
        assert trunks.pop("unreachable") == []
        return {kind: each["in_use"] for kind, each in trunks.items()}

    async def become(self, **expected: int) -> None:
        """Waits until so many are in use, and nothing else."""
        wanted = dict.fromkeys(("inbound", "outbound", "twoway", "over_limit"), 0)
        wanted |= expected
        seen: list[dict[str, int]] = []

        def look() -> bool:
            seen.append(self.read())
            return seen[-1] == wanted

        try:
            await until(look, within=5)
        except (TimeoutError, AssertionError):
            raise AssertionError(f"{seen[-1]} in use, not {wanted}") from None


@pytest_asyncio.fixture
async def limits(
    demo: dict[str, Any],
    acme: Portal,
    outside: Outside,  # noqa: F811
) -> AsyncIterator[Limits]:
    found = await asyncio.to_thread(Limits, demo, acme, outside)
    yield found
    await found.set()


async def refused(phone: Phone, number: str, caller: str = "") -> int:
    """The code by which a call there is refused; `caller` is another number to show."""
    with pytest.raises(Refused) as error:
        await phone.call(number, caller=caller)
    return error.value.code


async def test_the_second_call_out_is_refused_while_the_first_one_lasts(
    outside: Outside,  # noqa: F811
    limits: Limits,
    acme: Portal,
    globex: Portal,
    phone_of: PhoneOf,
) -> None:
    await asyncio.to_thread(acme.post, "errors/seen/")
    carrier = await outside.carrier(acme, 1)
    other = await outside.carrier(globex, 2)
    await outside.rules(acme)
    await outside.rules(globex)
    await limits.set(outbound_trunks=1)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    sam = await phone_of("globex", "1001")
    first = await alex.call(ABROAD)
    await carrier.next_call()
    await limits.become(outbound=1)
    for _ in range(2):
        assert await refused(robin, ABROAD) == FULL
    assert carrier.incoming.empty()
    # Help, colleagues and others' calls need no trunk of this account.
    for phone, number, rings in (
        (robin, "911", carrier),
        (sam, ABROAD, other),
    ):
        call = await phone.call(number)
        await rings.next_call()
        await call.hang_up()
    alex.on_call = answer_with_tone(900)
    inside = await robin.call("1001")
    await inside.hears(900)
    await limits.become(outbound=1)
    await inside.hang_up()
    await first.hang_up()
    await limits.become()
    call = await robin.call(ABROAD)
    await carrier.next_call()
    await call.hang_up()
    told = "errors/?seen=0&source=trunks"
    (entry,) = await until(lambda: _counted(acme.all(told), 2), within=20)
    assert "1002" in entry["message"]
    record = await asyncio.to_thread(acme.get, f"calls/{entry['object_id']}/")
    seen = (record["direction"], record["result"], record["no_trunk"])
    assert seen == ("outbound", "failed", "outbound")


def _counted(rows: list[dict[str, Any]], times: int) -> list[dict[str, Any]]:
    return [row for row in rows if row["count"] == times]


async def test_a_second_carrier_takes_the_trunk_of_the_first_one(
    outside: Outside,  # noqa: F811
    limits: Limits,
    acme: Portal,
    phone_of: PhoneOf,
) -> None:
    first = await outside.carrier(acme, 1)
    await outside.carrier(acme, 2)
    first.on_call = busy(503)
    await outside.rules(acme)
    await limits.set(outbound_trunks=1)
    alex = await phone_of("acme", "1001")
    for _ in range(2):
        call = await alex.call(ABROAD)
        await call.hears(900)
        await limits.become(outbound=1)
        await call.hang_up()
        await limits.become()
    # One that only rings has one as well, and lets go of it when it is given up.
    first.on_call = ring_only
    call = await alex.call(ABROAD, wait=False)
    await limits.become(outbound=1)
    await call.cancel()
    await limits.become()


async def answers(acme: Portal, number: str, **child: Any) -> None:
    """A public number that is forwarded, or rings extension 1002."""
    if not child:
        users = await asyncio.to_thread(acme.all, "users/")
        robin = next(user["id"] for user in users if user["extension"] == "1002")
        child = {"module": "user", "data": {"user": robin, "timeout": 10}}
    await asyncio.to_thread(acme.make_flow, number, number, child)


async def test_calls_in_take_their_own_trunks_then_those_of_both_ways(
    outside: Outside,  # noqa: F811
    limits: Limits,
    acme: Portal,
    phone_of: PhoneOf,
) -> None:
    await asyncio.to_thread(acme.post, "errors/seen/")
    await answers(acme, PUBLIC)
    carrier = await outside.carrier(acme, 1, addresses=["127.0.0.2"])
    await outside.rules(acme)
    await limits.set(inbound_trunks=1, twoway_trunks=1)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(900)
    first, second = await carrier.call(PUBLIC), await carrier.call(PUBLIC)
    await second.hears(900)
    await limits.become(inbound=1, twoway=1)
    assert await refused(carrier, PUBLIC) == BUSY
    # What is both ways' is gone for calls out, too.
    assert await refused(alex, ABROAD) == FULL
    await first.hang_up()
    await limits.become(twoway=1)
    assert await refused(alex, ABROAD) == FULL
    await second.hang_up()
    await limits.become()
    call = await alex.call(ABROAD)
    await carrier.next_call()
    await limits.become(twoway=1)
    third = await carrier.call(PUBLIC)
    assert await refused(carrier, PUBLIC) == BUSY
    await third.hang_up()
    await call.hang_up()
    told = "errors/?seen=0&source=trunks"
    rows = await until(lambda: _sum(acme.all(told), 4), within=20)
    assert len(rows) == 2, "one a way"


def _sum(rows: list[dict[str, Any]], times: int) -> list[dict[str, Any]]:
    return rows if sum(row["count"] for row in rows) == times else []


async def test_a_call_that_is_forwarded_out_takes_two(
    outside: Outside,  # noqa: F811
    limits: Limits,
    acme: Portal,
    phone_of: PhoneOf,
) -> None:
    forward = node("forward", number=ABROAD, caller_id="account", timeout=10)
    forward["children"] = {"_": node("hangup", cause="not-found")}
    await answers(acme, FORWARDED, **forward)
    carrier = await outside.carrier(acme, 1, addresses=["127.0.0.2"])
    await outside.rules(acme)
    await limits.set(inbound_trunks=2, outbound_trunks=1)
    first = await carrier.call(FORWARDED)
    await first.hears(800)
    await limits.become(inbound=1, outbound=1)
    assert await refused(carrier, FORWARDED) == 404, "the exit for what fails"
    await limits.become(inbound=1, outbound=1)
    await first.hang_up()
    await limits.become()


async def test_over_the_limit_calls_go_on_where_that_is_allowed(
    outside: Outside,  # noqa: F811
    limits: Limits,
    acme: Portal,
    phone_of: PhoneOf,
) -> None:
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    await limits.set(outbound_trunks=1, over_limit=True)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    first = await alex.call(ABROAD)
    second = await robin.call("6045550188")
    await second.hears(800)
    await limits.become(outbound=1, over_limit=1)
    await second.hang_up()
    await first.hang_up()
    await limits.become()
    assert carrier.incoming.qsize() == 2

    def records() -> dict[str, str]:
        rows = acme.all("calls/")[:2]
        return {row["dialled"]: row["over_limit"] for row in rows}

    expected = {ABROAD: "", "6045550188": "outbound"}
    await until(lambda: records() == expected, within=20)


async def test_of_many_at_the_same_moment_as_many_get_out_as_there_are_trunks(
    outside: Outside,  # noqa: F811
    limits: Limits,
    acme: Portal,
    phone_of: PhoneOf,
) -> None:
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    await limits.set(outbound_trunks=2, twoway_trunks=1)
    phones = [await phone_of("acme", e) for e in ("1001", "1002") for _ in range(4)]
    calls = await asyncio.gather(
        *(phone.call(ABROAD) for phone in phones), return_exceptions=True
    )
    through = [call for call in calls if not isinstance(call, BaseException)]
    codes = [call.code for call in calls if isinstance(call, Refused)]
    assert codes == [FULL] * len(codes)
    assert len(through) + len(codes) == len(phones)
    assert 1 <= len(through) <= 3
    assert carrier.incoming.qsize() == len(through)
    taken = await asyncio.to_thread(limits.read)
    assert taken["outbound"] + taken["twoway"] == len(through)
    for call in through:
        await call.hang_up()
    await limits.become()


async def test_a_trunk_stays_with_the_call_whoever_talks_and_wherever_it_is_parked(
    outside: Outside,  # noqa: F811
    limits: Limits,
    acme: Portal,
    phone_of: PhoneOf,
) -> None:
    await asyncio.to_thread(lot_of, acme)
    carrier = await outside.carrier(acme, 1)
    await outside.rules(acme)
    await limits.set(outbound_trunks=1)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(900)
    call = await alex.call(ABROAD)
    there = await carrier.next_call()
    # Who has called hands the call on as soon as they talk, and is out of it.
    await call.hears(800)
    await call.transfer("1002")
    await call.wait_ended(10)
    with_robin = await robin.next_call()
    await limits.become(outbound=1)
    assert await refused(alex, ABROAD) == FULL
    await with_robin.transfer("701")
    await with_robin.wait_ended(10)
    await limits.become(outbound=1)
    assert await refused(alex, ABROAD) == FULL
    taken = await alex.call("701")
    await taken.hears(800)
    # A call that is transferred to the outside takes another one, as long as there is.
    await limits.set(outbound_trunks=2)
    await taken.transfer("6045550188")
    await carrier.next_call()
    await limits.become(outbound=2)
    assert await refused(alex, ABROAD) == FULL
    await there.hang_up()
    await limits.become()
