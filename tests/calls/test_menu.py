"""Callflows made over REST do on the phone what they say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import Refused

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

PROMPT, ONE, TWO, INVALID, TIMEOUT, OTHER = 400, 500, 600, 700, 800, 900


def play(media: str) -> dict[str, Any]:
    return {"module": "play", "data": {"media": media}}


@pytest.fixture(scope="module")
def menu(acme: Portal) -> str:
    """8000: a menu with keys 1 and 2, and branches for no key and for other keys."""
    tones = {freq: acme.tone(freq, 2.0) for freq in (ONE, TWO, TIMEOUT, OTHER)}
    data = {
        "prompt": acme.tone(PROMPT, 0.6),
        "invalid": acme.tone(INVALID, 0.6),
        "timeout": 1,
        "tries": 2,
    }
    children = {
        "1": play(tones[ONE]),
        "2": play(tones[TWO]),
        "timeout": play(tones[TIMEOUT]),
        "_": play(tones[OTHER]),
    }
    draft = {"module": "menu", "data": data, "children": children}
    return acme.make_flow("Main menu", "8000", draft)


@pytest.mark.parametrize(("key", "freq"), [("1", ONE), ("2", TWO)])
async def test_a_key_leads_to_its_branch(
    menu: str, phone_of: PhoneOf, key: str, freq: int
) -> None:
    alex = await phone_of("acme", "1001")
    call = await alex.call("8000")
    await call.hears(PROMPT)
    await call.press(key)
    await call.hears(freq, within=6)


async def test_no_key_repeats_the_prompt_and_then_times_out(
    menu: str, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    call = await alex.call("8000")
    await call.hears(PROMPT)
    await call.hears_silence()
    await call.hears(PROMPT, within=6)
    await call.hears(TIMEOUT, within=8)


async def test_a_key_without_a_branch_is_told_and_asked_again(
    menu: str, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    call = await alex.call("8000")
    await call.hears(PROMPT)
    await call.press("9")
    await call.hears(INVALID, within=6)
    await call.hears(PROMPT, within=6)
    await call.press("9")
    await call.hears(OTHER, within=8)


async def test_the_simulator_agrees(menu: str, acme: Portal) -> None:
    asked = {"dialled": "8000", "caller": "1001", "keys": ["2"]}
    trace = acme.post(f"callflows/{menu}/simulate/", asked)
    assert [step["module"] for step in trace["steps"]] == ["menu", "play"]
    assert trace["steps"][1]["path"] == ["2"]


async def test_time_of_day_jump_and_hang_up(acme: Portal, phone_of: PhoneOf) -> None:
    frames = {frame["name"]: frame["id"] for frame in acme.all("time-frames/")}
    always = (
        frames.get("Always")
        or acme.post("time-frames/", {"name": "Always", "rules": [{}]})["id"]
    )
    target = acme.make_flow("Tone", "8011", play(acme.tone(1000, 2.0)))
    jump = {"module": "callflow", "data": {"callflow": target}}
    busy = {"module": "hangup", "data": {"cause": "busy"}}
    draft = {
        "module": "time_of_day",
        "data": {"frames": [always]},
        "children": {always: jump, "_": busy},
    }
    acme.make_flow("By the clock", "8012", draft)
    acme.make_flow("Busy", "8013", busy)
    alex = await phone_of("acme", "1001")
    call = await alex.call("8012")
    await call.hears(1000)
    await call.hang_up()
    with pytest.raises(Refused) as refused:
        await alex.call("8013")
    assert refused.value.code == 486
