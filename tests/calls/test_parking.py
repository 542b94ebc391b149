"""Calls are parked, seen, taken and come back; never across accounts."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import Phone, answer_with_tone
from tests.support.sip_calls import OutgoingCall

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER, TAKES = "8490", "8491"
CALLER, ROBIN, FULL, LATE = 500, 900, 1250, 1450


def lot_of(portal: Portal, **settings: Any) -> str:
    """A parking lot with two spaces, 701 and 702."""
    for number in (NUMBER, TAKES):
        for flow in portal.all("callflows/"):
            if number in flow["numbers"]:
                portal.send("DELETE", f"callflows/{flow['id']}/")
    for lot in portal.all("parking-lots/"):
        portal.send("DELETE", f"parking-lots/{lot['id']}/")
    body = {"name": "Office", "first": 701, "last": 702, **settings}
    made: str = portal.post("parking-lots/", body)["id"]
    return made


def draw(portal: Portal, lot: str) -> None:
    """A number that parks; tones tell that there is no space, or that time is over."""
    children = {
        "_": {"module": "play", "data": {"media": portal.tone(LATE, 3.0)}},
        "full": {"module": "play", "data": {"media": portal.tone(FULL, 3.0)}},
    }
    draft = {"module": "park", "data": {"lot": lot}, "children": children}
    portal.make_flow("Park", NUMBER, draft)


async def lot(portal: Portal, **settings: Any) -> str:
    made = await asyncio.to_thread(lot_of, portal, **settings)
    await asyncio.to_thread(draw, portal, made)
    return made


def parked(portal: Portal) -> dict[str, Any]:
    """The parked calls by their spaces, as the live pages have them."""
    return {call["space"]: call for call in portal.get("live/")["parked"]}


async def becomes(portal: Portal, spaces: set[str]) -> dict[str, Any]:
    """Waits until calls are parked in exactly these spaces."""
    for _ in range(50):
        found = await asyncio.to_thread(parked, portal)
        if set(found) == spaces:
            return found
        await asyncio.sleep(0.1)
    raise TimeoutError(f"parked in {set(found)}, not in {spaces}")


async def parks(phone: Phone) -> OutgoingCall:
    call = await phone.call(NUMBER)
    call.send_tone(CALLER)
    return call


async def test_a_space_is_dialled_and_the_next_one_is_free_until_all_are_taken(
    acme: Portal, phone_of: PhoneOf
) -> None:
    await lot(acme)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    first = await parks(alex)
    found = await becomes(acme, {"701"})
    assert found["701"]["caller"] == {"number": "1001", "name": "Alex Kim"}
    assert 110 <= found["701"]["seconds"] <= 121
    second = await parks(alex)
    await becomes(acme, {"701", "702"})
    third = await alex.call(NUMBER)
    await third.hears(FULL)
    await third.hang_up()
    taken = await robin.call("701")
    taken.send_tone(ROBIN)
    await taken.hears(CALLER)
    await first.hears(ROBIN)
    await becomes(acme, {"702"})
    await second.hang_up()
    await becomes(acme, set())
    nothing = await robin.call("702", wait=False)
    await nothing.wait_ended(5)
    assert nothing.code == 404


async def test_two_accounts_with_equal_spaces_never_meet(
    acme: Portal, globex: Portal, phone_of: PhoneOf
) -> None:
    await lot(acme)
    await lot(globex)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    other, colleague = (
        await phone_of("globex", "1001"),
        await phone_of("globex", "1002"),
    )
    ours = await parks(alex)
    await becomes(acme, {"701"})
    assert await becomes(globex, set()) == {}
    stranger = await other.call("701", wait=False)
    await stranger.wait_ended(5)
    assert stranger.code == 404
    theirs = await other.call(NUMBER)
    theirs.send_tone(700)
    await becomes(globex, {"701"})
    taken, taken_there = await robin.call("701"), await colleague.call("701")
    taken.send_tone(ROBIN)
    taken_there.send_tone(1000)
    await taken.hears(CALLER)
    await taken_there.hears(700)
    await ours.hears(ROBIN)
    await theirs.hears(1000)


async def test_what_nobody_takes_rings_who_parked_it_and_then_goes_on(
    acme: Portal, phone_of: PhoneOf
) -> None:
    await lot(acme, seconds=4, ring_seconds=3)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(ROBIN)
    call = await alex.call("1002")
    talk = await robin.next_call()
    await call.hears(ROBIN)
    robin.on_call = None
    await talk.transfer(NUMBER)
    found = await becomes(acme, {"701"})
    assert found["701"]["parked_by"] == "1002"
    back = await robin.next_call(8)
    back.ring()
    await becomes(acme, set())
    await call.hears(LATE, within=8)
    await back.wait_ended(3)


async def test_a_call_is_transferred_to_a_space_and_taken_there(
    acme: Portal, phone_of: PhoneOf
) -> None:
    made = await lot(acme, seconds=60)
    takes = {"module": "retrieve", "data": {"lot": made, "space": 702}}
    await asyncio.to_thread(acme.make_flow, "Take", TAKES, takes)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(ROBIN)
    call = await alex.call("1002")
    call.send_tone(CALLER)
    talk = await robin.next_call()
    await call.hears(ROBIN)
    await talk.transfer("702")
    await becomes(acme, {"702"})
    taken = await robin.call(TAKES)
    await taken.hears(CALLER)
    nothing = await robin.call(TAKES, wait=False)
    await nothing.wait_ended(5)
    assert nothing.code == 404
