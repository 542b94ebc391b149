"""Calls of colleagues are answered and heard, and lamps show them; never across accounts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import Phone, Refused, answer_with_tone, ring_only

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER = "8495"
CALLER, AGENT, THIRD = 500, 900, 1250
NOBODY, REFUSED = 1450, 1650

Draft = dict[str, Any]


@pytest.fixture(scope="module")
def flow(acme: Portal) -> str:
    """The callflow that the tests redraw."""
    return acme.make_flow("Colleagues", NUMBER, {"module": "hangup", "data": {}})


@pytest.fixture(scope="module")
def exits(acme: Portal) -> dict[str, Draft]:
    """Tones that say by which exit a call has left."""
    tones = {"nobody": acme.tone(NOBODY, 3.0), "refused": acme.tone(REFUSED, 3.0)}
    return {
        name: {"module": "play", "data": {"media": media}}
        for name, media in tones.items()
    }


@pytest.fixture(scope="module")
def users(acme: Portal) -> dict[str, str]:
    """Users by their extensions."""
    return {user["extension"]: user["id"] for user in acme.all("users/")}


@pytest_asyncio.fixture
async def third(demo: dict[str, Any], acme: Portal, flow: str) -> AsyncIterator[Phone]:
    """The telephone of a third colleague: the demo has two."""
    # What an earlier test has drawn may still name the one before.
    await draw(acme, flow, {"module": "hangup", "data": {}})
    for seat in acme.all("seats/"):
        if seat["first_name"] == "Fourth":
            acme.send("DELETE", f"seats/{seat['id']}/")
    seat = acme.post("seats/", {"first_name": "Fourth", "extension": "1094"})
    host, _, port = demo["sip"].rpartition(":")
    phone = Phone("1094", acme.realm, seat["sip_password"], (host, int(port)))
    await phone.open()
    for _attempt in range(50):
        try:
            await phone.register()
        except Refused:
            await asyncio.sleep(0.2)
        else:
            break
    yield phone
    await phone.close()


async def draw(acme: Portal, flow: str, draft: Draft) -> None:
    await asyncio.to_thread(acme.redraw, flow, draft)


async def test_a_call_that_rings_elsewhere_is_answered(
    acme: Portal,
    flow: str,
    exits: dict[str, Draft],
    users: dict[str, str],
    phone_of: PhoneOf,
    third: Phone,
) -> None:
    data = {"members": [{"user": users["1002"]}]}
    children = {"_": exits["nobody"], "refused": exits["refused"]}
    await draw(
        acme, flow, {"module": "group_pickup", "data": data, "children": children}
    )
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    nothing = await third.call(NUMBER)
    await nothing.hears(NOBODY)
    await nothing.hang_up()
    robin.on_call = ring_only
    call = await alex.call("1002", wait=False)
    call.send_tone(CALLER)
    rings = await robin.next_call()
    picked = await third.call(NUMBER)
    picked.send_tone(THIRD)
    await picked.hears(CALLER)
    await call.hears(THIRD)
    await rings.wait_ended(5)
    await call.hang_up()
    data["allowed"] = [{"user": users["1001"]}]
    await draw(
        acme, flow, {"module": "group_pickup", "data": data, "children": children}
    )
    refused = await third.call(NUMBER)
    await refused.hears(REFUSED)


async def test_another_account_can_pick_up_nothing_here(
    acme: Portal, globex: Portal, exits: dict[str, Draft], phone_of: PhoneOf
) -> None:
    theirs = {user["extension"]: user["id"] for user in globex.all("users/")}
    data = {"members": [{"user": theirs["1002"]}]}
    draft = {"module": "group_pickup", "data": data}
    await asyncio.to_thread(globex.make_flow, "Pick up", NUMBER, draft)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    stranger = await phone_of("globex", "1001")
    robin.on_call = ring_only
    call = await alex.call("1002", wait=False)
    rings = await robin.next_call()
    tries = await stranger.call(NUMBER, wait=False)
    await tries.wait_ended(5)
    assert tries.code == 404
    assert not rings.ended.is_set()
    await call.hang_up()


async def test_a_supervisor_listens_whispers_and_joins(
    acme: Portal,
    flow: str,
    exits: dict[str, Draft],
    users: dict[str, str],
    phone_of: PhoneOf,
    third: Phone,
) -> None:
    supervisor = next(u for u in acme.all("users/") if u["extension"] == "1094")
    data = {
        "members": [{"user": users["1002"]}],
        "allowed": [{"user": supervisor["id"]}],
    }
    draft = {"module": "eavesdrop", "data": data, "children": exits}
    await draw(acme, flow, draft)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    idle = await third.call(NUMBER)
    await idle.hears(NOBODY)
    await idle.hang_up()
    robin.on_call = answer_with_tone(AGENT)
    call = await alex.call("1002")
    call.send_tone(CALLER)
    agent = await robin.next_call()
    await call.hears(AGENT)
    for mode in ("listen", "whisper", "barge"):
        await draw(acme, flow, {**draft, "data": {**data, "mode": mode}})
        spy = await third.call(NUMBER)
        spy.send_tone(THIRD)
        await spy.hears(CALLER, share=0.2)
        await spy.hears(AGENT, share=0.2)
        for who, spoken_to in ((agent, mode != "listen"), (call, mode == "barge")):
            if spoken_to:
                await who.hears(THIRD, share=0.2)
            else:
                await asyncio.sleep(1)
                assert who.heard(THIRD, 1.0) < 0.1
        if mode == "barge":
            refused = await alex.call(NUMBER)
            await refused.hears(REFUSED)
            await refused.hang_up()
            await call.hang_up()
            await spy.wait_ended(8)
        else:
            await spy.hang_up()


async def test_who_does_not_know_the_pin_hears_nothing(
    acme: Portal,
    flow: str,
    exits: dict[str, Draft],
    users: dict[str, str],
    phone_of: PhoneOf,
    third: Phone,
) -> None:
    supervisor = next(u for u in acme.all("users/") if u["extension"] == "1094")
    data = {
        "members": [{"user": users["1002"]}],
        "allowed": [{"user": supervisor["id"]}],
        "pin": "4711",
    }
    await draw(acme, flow, {"module": "eavesdrop", "data": data, "children": exits})
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(AGENT)
    call = await alex.call("1002")
    await call.hears(AGENT)
    guesses = await third.call(NUMBER)
    for _attempt in range(3):
        await guesses.hears_silence(within=10)
        await guesses.press("4712#")
        await asyncio.sleep(2)
    await guesses.hears(REFUSED, within=10)
    assert guesses.heard(AGENT, 10.0) < 0.05
    await guesses.hang_up()
    knows = await third.call(NUMBER)
    await knows.hears_silence(within=10)
    await knows.press("4711#")
    await knows.hears(AGENT, within=10)
    await knows.hang_up()
    await call.hang_up()


async def test_another_account_can_listen_to_nothing_here(
    acme: Portal, globex: Portal, phone_of: PhoneOf
) -> None:
    """An account whose own people have the same extensions hears its own alone."""
    theirs = {user["extension"]: user["id"] for user in globex.all("users/")}
    data = {
        "members": [{"user": theirs["1001"]}, {"user": theirs["1002"]}],
        "allowed": [{"user": theirs["1001"]}],
        "mode": "barge",
    }
    nobody = {"module": "play", "data": {"media": globex.tone(NOBODY, 3.0)}}
    draft = {"module": "eavesdrop", "data": data, "children": {"nobody": nobody}}
    await asyncio.to_thread(globex.make_flow, "Listen", NUMBER, draft)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    stranger = await phone_of("globex", "1001")
    robin.on_call = answer_with_tone(AGENT)
    call = await alex.call("1002")
    await call.hears(AGENT)
    spy = await stranger.call(NUMBER)
    await spy.hears(NOBODY)
    assert spy.heard(AGENT, 10.0) < 0.05
    await spy.hang_up()
    await call.hang_up()


async def test_lamps_show_a_colleague_and_what_a_callflow_switches(
    acme: Portal, globex: Portal, flow: str, phone_of: PhoneOf
) -> None:
    lamp = {"module": "presence", "data": {"lamp": "*31", "shows": "off"}}
    await draw(acme, flow, lamp)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    stranger = await phone_of("globex", "1001")
    await (await alex.call(NUMBER, wait=False)).wait_ended(5)
    for phone in (robin, stranger):
        await phone.watch("*31")
        await phone.watch("1001")
    await robin.sees("*31", "terminated")
    await draw(acme, flow, {"module": "presence", "data": {"lamp": "*31"}})
    await (await alex.call(NUMBER, wait=False)).wait_ended(5)
    await robin.sees("*31", "confirmed")
    robin.on_call = answer_with_tone(AGENT)
    call = await alex.call("1002")
    await robin.sees("1001", "confirmed")
    assert stranger.seen["*31"] == "terminated"
    assert stranger.seen["1001"] == "terminated"
    await call.hang_up()
    await robin.sees("1001", "terminated")
    await (await alex.call(NUMBER, wait=False)).wait_ended(5)
    await robin.sees("*31", "terminated")
