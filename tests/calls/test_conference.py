"""Callers of a conference hear each other, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal, Problem, samples
from tests.support import Phone, Refused
from tests.support.sip_calls import OutgoingCall
from tests.support.tones import goertzel

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER = "8470"
TONES = (500, 900, 1300)
PIN, MODERATOR = "4711", "9922"


@pytest_asyncio.fixture
async def third(demo: dict[str, Any], acme: Portal) -> AsyncIterator[Phone]:
    """The telephone of a seat of its own: the demo has two."""
    for seat in acme.all("seats/"):
        if seat["first_name"] == "Third":
            acme.send("DELETE", f"seats/{seat['id']}/")
    seat = acme.post("seats/", {"first_name": "Third", "extension": "1093"})
    host, _, port = demo["sip"].rpartition(":")
    user, secret = seat["sip_username"], seat["sip_password"]
    phone = Phone(user, acme.realm, secret, (host, int(port)))
    await phone.open()
    for _ in range(50):
        try:
            await phone.register()
        except Refused:
            await asyncio.sleep(0.2)
        else:
            break
    yield phone
    await phone.close()


def fresh(portal: Portal, number: str, **settings: Any) -> str:
    """A conference of that number; its id."""
    for flow in portal.all("callflows/"):
        if NUMBER in flow["numbers"]:
            portal.send("DELETE", f"callflows/{flow['id']}/")
    for old in portal.all("conferences/"):
        if old["number"] == number:
            portal.send("DELETE", f"conferences/{old['id']}/")
    body = {"name": f"Room {number}", "number": number, "tones": False, **settings}
    made: str = portal.post("conferences/", body)["id"]
    return made


def lead(portal: Portal, conference: str) -> None:
    draft = {"module": "conference", "data": {"conference": conference}}
    portal.make_flow("To the conference", NUMBER, draft)


async def enters(phone: Any, tone: int, keys: str = "") -> OutgoingCall:
    call: OutgoingCall = await phone.call(NUMBER)
    if keys:
        await asyncio.sleep(1.5)
        await call.press(keys)
    call.send_tone(tone)
    return call


async def three(phone_of: PhoneOf, third: Phone, keys: str = "") -> list[OutgoingCall]:
    phones = [await phone_of("acme", "1001"), await phone_of("acme", "1002"), third]
    return [await enters(p, t, keys) for p, t in zip(phones, TONES, strict=True)]


async def test_everybody_hears_everybody_else(
    acme: Portal, phone_of: PhoneOf, third: Phone
) -> None:
    room = await asyncio.to_thread(fresh, acme, "70")
    await asyncio.to_thread(lead, acme, room)
    calls = await three(phone_of, third)
    for call, own in zip(calls, TONES, strict=True):
        for tone in TONES:
            if tone != own:
                await call.hears(tone, within=8, share=0.2)


async def test_equal_numbers_of_two_accounts_are_two_rooms(
    acme: Portal, globex: Portal, phone_of: PhoneOf
) -> None:
    for portal in (acme, globex):
        room = await asyncio.to_thread(fresh, portal, "70")
        await asyncio.to_thread(lead, portal, room)
    alex = await enters(await phone_of("acme", "1001"), TONES[0])
    robin = await enters(await phone_of("acme", "1002"), TONES[1])
    other = await enters(await phone_of("globex", "1001"), TONES[2])
    await alex.hears(TONES[1], within=8)
    await robin.hears(TONES[0], within=8)
    await asyncio.sleep(1)
    assert TONES[2] not in alex.tones_heard(TONES)
    assert not {TONES[0], TONES[1]} & other.tones_heard(TONES)


async def test_a_pin_lets_in_and_three_wrong_ones_do_not(
    acme: Portal, phone_of: PhoneOf
) -> None:
    room = await asyncio.to_thread(fresh, acme, "71", pin=PIN)
    await asyncio.to_thread(lead, acme, room)
    alex = await enters(await phone_of("acme", "1001"), TONES[0], f"{PIN}#")
    robin = await phone_of("acme", "1002")
    bad = await robin.call(NUMBER)
    for _ in range(3):
        await asyncio.sleep(1.5)
        await bad.press("1#")
        await asyncio.sleep(2.5)
    await bad.wait_ended(10)
    assert not alex.ended.is_set()
    good = await enters(robin, TONES[1], f"{PIN}#")
    await good.hears(TONES[0], within=8)


async def test_who_comes_too_late_finds_it_full_but_a_moderator_is_let_in(
    acme: Portal, phone_of: PhoneOf, third: Phone
) -> None:
    room = await asyncio.to_thread(
        fresh, acme, "72", pin=PIN, moderator_pin=MODERATOR, most=2
    )
    await asyncio.to_thread(lead, acme, room)
    alex = await enters(await phone_of("acme", "1001"), TONES[0], f"{PIN}#")
    robin = await enters(await phone_of("acme", "1002"), TONES[1], f"{PIN}#")
    await robin.hears(TONES[0], within=8)
    late = await enters(third, TONES[2], f"{PIN}#")
    await late.wait_ended(10)
    moderator = await enters(third, TONES[2], f"{MODERATOR}#")
    await alex.hears(TONES[2], within=8, share=0.2)
    assert not moderator.ended.is_set()


async def test_members_wait_for_a_moderator(
    acme: Portal, phone_of: PhoneOf, third: Phone
) -> None:
    room = await asyncio.to_thread(
        fresh, acme, "73", moderator_pin=MODERATOR, wait=True
    )
    await asyncio.to_thread(lead, acme, room)
    alex = await enters(await phone_of("acme", "1001"), TONES[0], "#")
    robin = await enters(await phone_of("acme", "1002"), TONES[1], "#")
    await asyncio.sleep(4)
    assert TONES[1] not in alex.tones_heard(TONES)
    await enters(third, TONES[2], f"{MODERATOR}#")
    await alex.hears(TONES[1], within=10, share=0.2)
    await robin.hears(TONES[2], within=8, share=0.2)


async def test_the_service_asks_for_the_number(
    acme: Portal, phone_of: PhoneOf, third: Phone
) -> None:
    rooms = [await asyncio.to_thread(fresh, acme, number) for number in ("74", "75")]
    draft = {"module": "conference_service", "data": {"conferences": rooms}}
    await asyncio.to_thread(acme.make_flow, "Service", NUMBER, draft)
    alex = await enters(await phone_of("acme", "1001"), TONES[0], "74#")
    robin = await enters(await phone_of("acme", "1002"), TONES[1], "74#")
    sam = await enters(third, TONES[2], "75#")
    await alex.hears(TONES[1], within=8)
    await robin.hears(TONES[0], within=8)
    assert not {TONES[0], TONES[1]} & sam.tones_heard(TONES)


async def test_what_can_not_be_is_refused_by_field(acme: Portal) -> None:
    for bad, name in (
        ({"moderator_pin": PIN}, "moderator_pin"),
        ({"wait": True}, "moderator_pin"),
        ({"pin": "12"}, "pin"),
        ({"most": 1}, "most"),
    ):
        body = {"pin": PIN, **bad}
        with pytest.raises(Problem) as refused:
            await asyncio.to_thread(fresh, acme, "76", **body)
        assert refused.value.status == 400
        assert name in str(refused.value.body)


async def present(acme: Portal, room: str, count: int) -> dict[str, Any]:
    """The room once so many are in it; its participants by number."""
    for _ in range(60):
        found = (
            await asyncio.to_thread(acme.get, f"conferences/{room}/participants/")
        )["results"]
        if found and len(found[0]["participants"]) == count:
            people = {who["number"]: who for who in found[0]["participants"]}
            return {**found[0], "participants": people}
        await asyncio.sleep(0.1)
    raise TimeoutError(f"not {count} in the room, but {found}")


async def does(acme: Portal, room: str, action: str, participant: str = "") -> None:
    body = {"action": action, "participant": participant}
    await asyncio.to_thread(acme.post, f"conferences/{room}/control/", body)


async def silent(call: OutgoingCall, tone: int) -> None:
    """Waits until the tone is not heard any more."""
    for _ in range(60):
        if call.heard(tone) < 0.1:
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{tone} Hz is still heard")


async def test_participants_are_muted_removed_and_locked_out(
    acme: Portal, globex: Portal, phone_of: PhoneOf, third: Phone
) -> None:
    room = await asyncio.to_thread(fresh, acme, "77")
    await asyncio.to_thread(lead, acme, room)
    alex = await enters(await phone_of("acme", "1001"), TONES[0])
    robin_phone = await phone_of("acme", "1002")
    robin = await enters(robin_phone, TONES[1])
    people = (await present(acme, room, 2))["participants"]
    assert set(people) == {"1001", "1002"}
    await robin.hears(TONES[0], within=8)
    muted = people["1001"]["id"]
    await does(acme, room, "mute", muted)
    await silent(robin, TONES[0])
    assert (await present(acme, room, 2))["participants"]["1001"]["muted"]
    await does(acme, room, "unmute", muted)
    await robin.hears(TONES[0], within=8)
    await does(acme, room, "lock")
    late = await enters(third, TONES[2])
    await late.wait_ended(15)
    assert (await present(acme, room, 2))["locked"]
    await does(acme, room, "unlock")
    assert not (await present(acme, room, 2))["locked"]
    with pytest.raises(Problem) as refused:
        await asyncio.to_thread(
            globex.post, f"conferences/{room}/control/", {"action": "lock"}
        )
    assert refused.value.status == 404
    await does(acme, room, "kick", people["1002"]["id"])
    await robin.wait_ended(10)
    await present(acme, room, 1)
    with pytest.raises(Problem) as refused:
        await does(acme, room, "kick", people["1002"]["id"])
    assert "participant" in str(refused.value.body)
    await alex.hang_up()
    for _ in range(50):
        path = f"conferences/{room}/participants/"
        if not (await asyncio.to_thread(acme.get, path))["results"]:
            break
        await asyncio.sleep(0.1)
    with pytest.raises(Problem) as refused:
        await does(acme, room, "lock")
    assert "action" in str(refused.value.body)


async def test_a_conference_is_recorded(acme: Portal, phone_of: PhoneOf) -> None:
    """Once, however many are in it, until the last one has left."""
    before = {row["id"] for row in acme.all("recordings/")}
    room = await asyncio.to_thread(fresh, acme, "78", record=True)
    await asyncio.to_thread(lead, acme, room)
    alex = await enters(await phone_of("acme", "1001"), TONES[0])
    robin = await enters(await phone_of("acme", "1002"), TONES[1])
    await robin.hears(TONES[0], within=8)
    await asyncio.sleep(1)
    await alex.hang_up()
    await asyncio.sleep(3)
    await robin.hang_up()
    new: list[dict[str, Any]] = []
    for _ in range(150):
        rows = await asyncio.to_thread(acme.all, "recordings/")
        new = [row for row in rows if row["id"] not in before]
        if new:
            break
        await asyncio.sleep(0.2)
    (recording,) = new
    sound = await asyncio.to_thread(acme.fetch, f"recordings/{recording['id']}/sound/")
    pcm = samples(sound)
    windows = [pcm[n : n + 2000] for n in range(0, len(pcm), 2000)]
    for tone in TONES[:2]:
        assert max(goertzel(window, tone) for window in windows) > 0.2, tone
    # Who stayed is heard alone, to the end.
    last = pcm[-16000:-4000]
    assert goertzel(last, TONES[1]) > 0.3
    assert goertzel(last, TONES[0]) < 0.05
