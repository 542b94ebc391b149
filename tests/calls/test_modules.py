"""Each module of a callflow does on the phone what its help says."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.calls.browser import Browser
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal, Problem
from tests.calls.test_live_and_history import until
from tests.support import Refused, answer_with_tone, busy, ring_only

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

PROMPT, FIRST, SECOND, INVALID = 400, 500, 600, 700
NUMBER = "8400"
# What a telephone is told by each reason.
CODES = {
    "normal": 603,
    "busy": 486,
    "no-answer": 480,
    "unavailable": 480,
    "rejected": 403,
    "not-found": 404,
}

Draft = dict[str, Any]


@pytest.fixture(scope="module")
def tones(acme: Portal) -> dict[int, str]:
    """Sounds of two thirds of a second, by frequency."""
    return {freq: acme.tone(freq, 0.66) for freq in (PROMPT, FIRST, SECOND, INVALID)}


@pytest.fixture(scope="module")
def flow(acme: Portal) -> str:
    """The callflow that the tests redraw."""
    return acme.make_flow("Redrawn", NUMBER, hang_up("normal"))


def play(media: str, after: Draft | None = None) -> Draft:
    children = {"_": after} if after else {}
    return {"module": "play", "data": {"media": media}, "children": children}


def hang_up(cause: str) -> Draft:
    return {"module": "hangup", "data": {"cause": cause}}


async def draw(acme: Portal, flow: str, draft: Draft) -> None:
    await asyncio.to_thread(acme.redraw, flow, draft)


@pytest.mark.parametrize(("cause", "code"), CODES.items())
async def test_hanging_up_tells_the_reason(
    acme: Portal, flow: str, phone_of: PhoneOf, cause: str, code: int
) -> None:
    await draw(acme, flow, hang_up(cause))
    alex = await phone_of("acme", "1001")
    with pytest.raises(Refused) as refused:
        await alex.call(NUMBER)
    assert refused.value.code == code


async def test_sounds_are_played_one_after_the_other_and_the_call_ends(
    acme: Portal, flow: str, tones: dict[int, str], phone_of: PhoneOf
) -> None:
    await draw(acme, flow, play(tones[FIRST], play(tones[SECOND])))
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    await call.hears(FIRST)
    await call.hears(SECOND)
    await call.wait_ended(5)
    assert not call.ended_by_us


async def test_a_skipped_module_is_passed_by(
    acme: Portal, flow: str, tones: dict[int, str], phone_of: PhoneOf
) -> None:
    await draw(acme, flow, {**play(tones[FIRST], play(tones[SECOND])), "skip": True})
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    await call.wait_ended(5)
    assert call.tones_heard((FIRST, SECOND)) == {SECOND}


async def test_a_device_rings_and_the_call_goes_on_without_an_answer(
    acme: Portal, flow: str, tones: dict[int, str], phone_of: PhoneOf
) -> None:
    device = next(d for d in acme.all("devices/") if d["sip_username"] == "1002")
    settings = {"device": device["id"], "timeout": 2}
    ring = {"module": "device", "data": settings, "children": {"_": play(tones[FIRST])}}
    await draw(acme, flow, ring)
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = answer_with_tone(880)
    call = await alex.call(NUMBER)
    await call.hears(880)
    await call.hang_up()
    assert (await robin.next_call()).name == "Alex Kim"
    for unanswered in (ring_only, busy()):
        robin.on_call = unanswered
        call = await alex.call(NUMBER)
        await call.hears(FIRST)
        await call.hang_up()
    await robin.unregister()
    call = await alex.call(NUMBER)
    await call.hears(FIRST)


async def test_a_user_whose_phone_is_busy_is_busy(
    acme: Portal, flow: str, phone_of: PhoneOf
) -> None:
    """Without a branch for it the caller is told what the phone said."""
    user = next(u for u in acme.all("users/") if u["extension"] == "1002")
    await draw(acme, flow, {"module": "user", "data": {"user": user["id"]}})
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = busy()
    with pytest.raises(Refused) as refused:
        await alex.call(NUMBER)
    assert refused.value.code == 486


async def test_a_key_is_taken_during_the_prompt(
    acme: Portal, flow: str, tones: dict[int, str], phone_of: PhoneOf
) -> None:
    """Whoever knows the menu need not hear it out; `*` and `#` are keys like others."""
    long_prompt = await asyncio.to_thread(acme.tone, PROMPT, 10.0)
    children = {"#": play(tones[FIRST]), "*": play(tones[SECOND])}
    menu = {"module": "menu", "data": {"prompt": long_prompt}, "children": children}
    await draw(acme, flow, menu)
    alex = await phone_of("acme", "1001")
    for key, freq in (("#", FIRST), ("*", SECOND)):
        call = await alex.call(NUMBER)
        await call.hears(PROMPT)
        await call.press(key)
        await call.hears(freq, within=3)
        await call.hang_up()


@pytest.mark.parametrize("key", ["", "9"])
async def test_a_menu_without_branches_for_it_ends_the_call(
    acme: Portal, flow: str, tones: dict[int, str], phone_of: PhoneOf, key: str
) -> None:
    """No key or a wrong one, as often as there are tries, and no branch to go on at."""
    settings = {"prompt": tones[PROMPT], "timeout": 1, "tries": 2}
    children = {"1": play(tones[FIRST])}
    await draw(acme, flow, {"module": "menu", "data": settings, "children": children})
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    for _ in range(2):
        await call.hears(PROMPT)
        await call.press(key)
        await asyncio.sleep(0.5)
    await call.wait_ended(5)
    assert not call.ended_by_us
    assert call.tones_heard((FIRST,)) == frozenset()


async def test_callflows_that_lead_to_each_other_are_refused_or_end(
    acme: Portal, flow: str, phone_of: PhoneOf, manager: Browser
) -> None:
    """Only a caller who chooses to can go in circles, and not for ever."""
    other = await asyncio.to_thread(acme.make_flow, "Other", "8401", hang_up("busy"))
    await draw(acme, flow, by_key(jump_to(other)))
    await draw(acme, other, by_key(jump_to(flow)))
    await draw(acme, flow, jump_to(other))
    with pytest.raises(Problem, match="go in circles"):
        await draw(acme, other, jump_to(flow))
    await draw(acme, flow, by_key(jump_to(other)))
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    for _ in range(40):
        if call.ended.is_set():
            break
        await asyncio.sleep(0.5)
        await call.press("1")
    await call.wait_ended(5)
    assert not call.ended_by_us
    told = f"/a/{acme.slug}/errors/?q=circles"
    page = await until(lambda: _with(manager.page(told), "went in circles"), within=10)
    assert page.count("went in circles") == 1
    await draw(acme, flow, hang_up("normal"))


def jump_to(flow: str) -> Draft:
    return {"module": "callflow", "data": {"callflow": flow}}


def by_key(after: Draft) -> Draft:
    data = {"timeout": 2, "tries": 1}
    return {"module": "menu", "data": data, "children": {"1": after}}


def _with(page: str, words: str) -> str:
    return page if words in page else ""


async def test_the_clock_of_the_account_counts(
    acme: Portal, flow: str, tones: dict[int, str], phone_of: PhoneOf
) -> None:
    """A frame of this hour in the flow's time zone holds; the same hour elsewhere not."""
    now = datetime.now(ZoneInfo("Pacific/Auckland"))
    begin, end = now - timedelta(minutes=5), now + timedelta(minutes=5)
    rule = {"start": f"{begin:%H:%M}", "end": f"{end:%H:%M}"}
    frame = acme.post("time-frames/", {"name": f"Now {now}", "rules": [rule]})["id"]
    alex = await phone_of("acme", "1001")
    for zone, freq in (("Pacific/Auckland", FIRST), ("Europe/Paris", SECOND)):
        draft = {
            "module": "time_of_day",
            "data": {"frames": [frame], "timezone": zone},
            "children": {frame: play(tones[FIRST]), "_": play(tones[SECOND])},
        }
        await draw(acme, flow, draft)
        call = await alex.call(NUMBER)
        await call.hears(freq)
        await call.hang_up()
