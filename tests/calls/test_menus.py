"""Menus of the account: greetings by the clock, rules for keys, dial by extension."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import answer_with_tone
from tests.support.sip_calls import OutgoingCall
from tests.support.tones import AUDIBLE, decode, goertzel, loudness

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER, TIER = "8460", "8461"
DAY, NIGHT, PROMPT, AGAIN, INVALID = 420, 520, 640, 760, 880
ONE, SEVEN, TIMEOUT, DEEPER = 1000, 1150, 1300, 1450
ALEX, SAM = 1600, 1750
TONES = (DAY, NIGHT, PROMPT, AGAIN, INVALID, ONE, SEVEN, TIMEOUT, DEEPER, ALEX, SAM)
# Mornings are of every day, and less specific than one day of one year.
MORNING = [{"start": "06:00", "end": "12:00"}]
FEAST = [{"from": "2026-06-24"}]

Draft = dict[str, Any]


@pytest.fixture(scope="module")
def sounds(acme: Portal) -> dict[int, str]:
    """Tones by their pitch."""
    return {freq: acme.tone(freq, 0.6, f"Menu {freq}") for freq in TONES}


@pytest.fixture(scope="module")
def frames(acme: Portal) -> dict[str, str]:
    """Two time frames that hold together on one morning."""
    known = {frame["name"]: frame["id"] for frame in acme.all("time-frames/")}
    wanted = {"Menu morning": MORNING, "Menu feast": FEAST}
    return {
        name: known.get(name)
        or acme.post("time-frames/", {"name": name, "rules": rules})["id"]
        for name, rules in wanted.items()
    }


@pytest.fixture(scope="module")
def menu(acme: Portal, sounds: dict[int, str], frames: dict[str, str]) -> str:
    """A menu that greets; its rules are changed by the tests."""
    body = {
        "greetings": [
            {"frame": frames["Menu morning"], "media": sounds[DAY]},
            {"frame": frames["Menu feast"], "media": sounds[NIGHT]},
        ],
        "prompt": sounds[PROMPT],
        "again": sounds[AGAIN],
        "invalid": sounds[INVALID],
        "timeout": 1,
        "digit_seconds": 1,
        "tries": 2,
    }
    return make(acme, "Spoken menu", body)


@pytest.fixture(scope="module")
def flow(acme: Portal, menu: str, sounds: dict[int, str]) -> str:
    """A callflow that asks with it."""
    children = {
        "1": play(sounds[ONE]),
        "7": play(sounds[SEVEN]),
        "timeout": play(sounds[TIMEOUT]),
    }
    draft = {"module": "menu", "data": {"menu": menu}, "children": children}
    return acme.make_flow("Menus", NUMBER, draft)


def make(acme: Portal, name: str, body: dict[str, Any]) -> str:
    """The menu of that name, as described."""
    known = {menu["name"]: menu["id"] for menu in acme.all("menus/")}
    if name in known:
        acme.send("PATCH", f"menus/{known[name]}/", body)
        return known[name]
    made: str = acme.post("menus/", {"name": name, **body})["id"]
    return made


def play(media: str) -> Draft:
    return {"module": "play", "data": {"media": media}}


async def change(acme: Portal, menu: str, **values: Any) -> None:
    """Changes the menu; returns when its callflow is live with it."""
    usual = {
        "no_key": "repeat",
        "other_key": "repeat",
        "repeat_key": "",
        "greeting": None,
        "tries": 2,
        "by_extension": True,
    }
    body = {**usual, **values}
    await asyncio.to_thread(acme.send, "PATCH", f"menus/{menu}/", body)
    await asyncio.to_thread(acme.wait_until_published)


@pytest.fixture(scope="module")
def zone(acme: Portal) -> ZoneInfo:
    """The account's clock."""
    request = urllib.request.Request(  # noqa: S310
        f"{acme.address}/api/v1/accounts/",
        headers={"Authorization": f"Token {acme.token}"},
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        found = json.load(answer)["results"]
    return ZoneInfo(next(a["timezone"] for a in found if a["slug"] == acme.slug))


@pytest.fixture(scope="module")
def evening(zone: ZoneInfo) -> datetime:
    """A moment at which no greeting's time frame holds."""
    return datetime(2026, 3, 2, 19, 0, 15, tzinfo=zone)


def heard(call: OutgoingCall, freqs: Sequence[int] = TONES) -> list[int]:
    """The tones of the whole call, in turn."""
    ear = call._ear
    received = [frame for _, frame in ear._stream.received]
    windows = [
        next((f for f in freqs if _share(received[n : n + 5], f) > 0.8), 0)
        for n in range(0, len(received), 5)
    ]
    return [freq for freq, _ in groupby(f for f in windows if f)]


def _share(frames: list[bytes], freq: int) -> float:
    pcm = decode(b"".join(frames))
    return goertzel(pcm, freq) if loudness(pcm) > AUDIBLE else 0.0


async def ended(call: OutgoingCall) -> list[int]:
    """All that was heard until the other side hung up."""
    async with asyncio.timeout(15):
        await call.ended.wait()
    return heard(call)


async def test_the_greeting_of_the_frame_is_heard_once(
    acme: Portal,
    flow: str,
    menu: str,
    zone: ZoneInfo,
    evening: datetime,
    phone_of: PhoneOf,
) -> None:
    await change(acme, menu)
    alex = await phone_of("acme", "1001")
    morning = datetime(2026, 3, 2, 9, 0, 15, tzinfo=zone)
    call = await alex.call(NUMBER, at=morning)
    assert await ended(call) == [DAY, PROMPT, AGAIN, TIMEOUT]
    # The day of one year is more specific than the morning of every day.
    feast = datetime(2026, 6, 24, 9, 0, 15, tzinfo=zone)
    call = await alex.call(NUMBER, at=feast)
    assert await ended(call) == [NIGHT, PROMPT, AGAIN, TIMEOUT]
    call = await alex.call(NUMBER, at=evening)
    assert await ended(call) == [PROMPT, AGAIN, TIMEOUT]


async def test_a_call_that_comes_back_is_not_greeted_again(
    acme: Portal,
    flow: str,
    menu: str,
    sounds: dict[int, str],
    evening: datetime,
    phone_of: PhoneOf,
) -> None:
    await change(acme, menu, greeting=sounds[NIGHT], tries=1)
    draft = await asyncio.to_thread(acme.get, f"callflows/{flow}/")
    children = draft["draft"]["children"]
    back = {"module": "callflow", "data": {"callflow": flow}}
    document = {**draft["draft"], "children": {**children, "9": back}}
    await asyncio.to_thread(acme.redraw, flow, document)
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press("9")
    # The prompt twice in a row counts once.
    assert await ended(call) == [NIGHT, PROMPT, TIMEOUT]
    await asyncio.to_thread(acme.redraw, flow, draft["draft"])
    await change(acme, menu, greeting=None)


async def test_a_key_that_extensions_begin_with_waits_and_another_does_not(
    acme: Portal, flow: str, menu: str, evening: datetime, phone_of: PhoneOf
) -> None:
    await change(acme, menu)
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press("1")
    assert await call.hears(ONE) > 0.7
    await call.hang_up()
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press("1#")
    await call.hears(ONE)


async def test_dial_by_extension_reaches_colleagues_and_nobody_elses(
    acme: Portal,
    globex: Portal,
    flow: str,
    menu: str,
    evening: datetime,
    phone_of: PhoneOf,
) -> None:
    await change(acme, menu, tries=1)
    alex, sam = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    other = await phone_of("globex", "1001")
    sam.on_call = answer_with_tone(SAM)
    other.on_call = answer_with_tone(ALEX)
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press("1002")
    await call.hears(SAM)
    await call.hang_up()
    foreign = await asyncio.to_thread(_foreign_extension, acme, globex)
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press(foreign)
    assert await ended(call) == [PROMPT, INVALID]
    # A queue's or callflow's number is no user's extension.
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press(NUMBER)
    assert await ended(call) == [PROMPT, INVALID]


def _foreign_extension(acme: Portal, globex: Portal) -> str:
    """An extension that only the other company has; it begins like one of ours."""
    extension = "1977"
    assert extension not in [user["extension"] for user in acme.all("users/")]
    if extension not in [user["extension"] for user in globex.all("users/")]:
        body = {"first_name": "Far", "last_name": "Away", "extension": extension}
        globex.post("seats/", body)
        globex.wait_until_published()
    return extension


async def test_all_numbers_may_be_dialled_if_the_menu_says_so(
    acme: Portal,
    flow: str,
    menu: str,
    sounds: dict[int, str],
    evening: datetime,
    phone_of: PhoneOf,
) -> None:
    await change(acme, menu, dialled="all", tries=1)
    await asyncio.to_thread(acme.make_flow, "Menus tone", TIER, play(sounds[DEEPER]))
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press(TIER)
    await call.hears(DEEPER)
    await call.hang_up()
    await change(acme, menu, dialled="all", by_extension=False, tries=1)
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press("1002")
    await call.hears(ONE)
    await call.hang_up()
    await change(acme, menu, dialled="users")


async def test_rules_for_no_and_for_unassigned_keys(
    acme: Portal, flow: str, menu: str, evening: datetime, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    await change(acme, menu, no_key="7", other_key="hangup")
    call = await alex.call(NUMBER, at=evening)
    assert await ended(call) == [PROMPT, SEVEN]
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press("3")
    assert await ended(call) == [PROMPT, INVALID]
    await change(acme, menu, repeat_key="*", other_key="1", tries=1)
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press("*")
    await call.hears(AGAIN)
    await call.press("3")
    assert await ended(call) == [PROMPT, AGAIN, INVALID, ONE]


async def test_a_tier_is_a_menu_at_a_key(
    acme: Portal,
    flow: str,
    menu: str,
    sounds: dict[int, str],
    evening: datetime,
    phone_of: PhoneOf,
) -> None:
    await change(acme, menu, by_extension=False)
    body = {"prompt": sounds[DEEPER], "timeout": 1, "by_extension": False}
    deeper = await asyncio.to_thread(make, acme, "Spoken tier", body)
    stored = await asyncio.to_thread(acme.get, f"callflows/{flow}/")
    tier = {
        "module": "menu",
        "data": {"menu": deeper},
        "children": {"1": play(sounds[SEVEN])},
    }
    children = {**stored["draft"]["children"], "1": tier}
    document = {**stored["draft"], "children": children}
    await asyncio.to_thread(acme.redraw, flow, document)
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER, at=evening)
    await call.hears(PROMPT)
    await call.press("1")
    await call.hears(DEEPER)
    await call.press("1")
    assert await ended(call) == [PROMPT, DEEPER, SEVEN]
    await asyncio.to_thread(acme.redraw, flow, stored["draft"])
