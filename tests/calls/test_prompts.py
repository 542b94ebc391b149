"""An account's own prompts are heard by its calls alone, and the original comes back."""

from __future__ import annotations

import asyncio
import statistics
import struct
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from pbxportal.devstack import asterisk_root
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import ring_only
from tests.support.sip_call import Call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

INTRO, PIN = 720, 1180
NUMBER, ROOM = "8460", "8461"
LONG = 4.0


@pytest.fixture
def replaced(acme: Portal) -> Iterator[None]:
    """Two prompts of acme are tones; afterwards they are what they were."""
    for name, freq in (("vm-intro", INTRO), ("conf-getpin", PIN)):
        media = acme.tone(freq, LONG)
        acme.send("PUT", f"prompts/{name}/", {"media": media})
    yield
    for name in ("vm-intro", "conf-getpin"):
        acme.send("DELETE", f"prompts/{name}/")


async def leaves_a_message(phone_of: PhoneOf, slug: str) -> Call:
    """A call that nobody answers."""
    caller, called = await phone_of(slug, "1001"), await phone_of(slug, "1002")
    called.on_call = ring_only
    return await caller.call("1002", within=25)


async def test_the_own_intro_is_heard_until_it_is_put_back(
    acme: Portal, globex: Portal, phone_of: PhoneOf, replaced: None
) -> None:
    call = await leaves_a_message(phone_of, "acme")
    await call.hears(INTRO, within=15)
    await call.hang_up()

    # Voices are no tones: another account hears the system's own.
    foreign = await leaves_a_message(phone_of, "globex")
    await asyncio.sleep(8)
    assert foreign.tones_heard((INTRO,)) == set()
    await foreign.hang_up()

    await asyncio.to_thread(acme.send, "DELETE", "prompts/vm-intro/")
    again = await leaves_a_message(phone_of, "acme")
    await asyncio.sleep(8)
    assert again.tones_heard((INTRO,)) == set()
    await again.hang_up()


@pytest.fixture
def room(acme: Portal) -> Iterator[str]:
    """A conference with a PIN, which is asked for."""
    for old in acme.all("conferences/"):
        if old["number"] == ROOM:
            acme.send("DELETE", f"conferences/{old['id']}/")
    body = {"name": "Prompted", "number": ROOM, "pin": "1234"}
    made: str = acme.post("conferences/", body)["id"]
    yield made
    for flow in acme.all("callflows/"):
        if NUMBER in flow["numbers"]:
            acme.send("DELETE", f"callflows/{flow['id']}/")
    acme.send("DELETE", f"conferences/{made}/")


def asks(room: str) -> dict[str, Any]:
    return {"module": "conference", "data": {"conference": room}}


def speaks(language: str, then: dict[str, Any]) -> dict[str, Any]:
    data = {"language": language}
    return {"module": "language", "data": data, "children": {"_": then}}


@pytest.mark.parametrize("language", ["", "fr"])
async def test_what_the_dialplan_asks_is_asked_by_the_own_voice(
    acme: Portal, phone_of: PhoneOf, replaced: None, room: str, language: str
) -> None:
    """Whatever language the system speaks."""
    draft = speaks(language, asks(room)) if language else asks(room)
    await asyncio.to_thread(acme.make_flow, "Prompted", NUMBER, draft)
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    await call.hears(PIN)
    await call.hang_up()


@pytest.mark.parametrize("language", ["fr", "en", "ru"])
async def test_the_system_speaks_the_chosen_language(
    acme: Portal, phone_of: PhoneOf, room: str, language: str
) -> None:
    """English where it has not learnt another one."""
    await asyncio.to_thread(
        acme.make_flow, "Prompted", NUMBER, speaks(language, asks(room))
    )
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    await asyncio.sleep(3.5)
    heard = course(call.pcm(3.5))
    await call.hang_up()
    likeness = {
        name: alike(heard, course(spoken(folder / "conf-getpin.gsm")))
        for name, folder in asterisk_root.find().languages.items()
    }
    expected = "fr" if language == "fr" else "en"
    assert max(likeness, key=lambda name: likeness[name]) == expected, likeness
    assert likeness[expected] > 0.9, likeness


def spoken(path: Path) -> list[int]:
    """The samples of one of Asterisk's sounds."""
    shape = ("-t", "raw", "-r", "8000", "-e", "signed", "-b", "16", "-")
    done = subprocess.run(["sox", str(path), *shape], capture_output=True, check=True)
    return [s[0] for s in struct.iter_unpack("<h", done.stdout)]


def course(samples: Sequence[int]) -> list[float]:
    """How loud it is, every 20 ms."""
    return [
        sum(map(abs, samples[at : at + 160])) / 160
        for at in range(0, len(samples) - 159, 160)
    ]


def alike(heard: Sequence[float], sound: Sequence[float]) -> float:
    """How well a sound's first two seconds fit into what was heard, 1.0 at most."""
    piece = sound[:100]
    parts = (heard[at : at + len(piece)] for at in range(len(heard) - len(piece) + 1))
    return max(
        statistics.correlation(part, piece) for part in parts if len(set(part)) > 1
    )
