"""A message, from the caller's voice to the file, the lamp, the list and the page."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from typing import Any

import pytest

from pbxportal.devstack.stack import Stack
from tests.calls.browser import Browser
from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal, samples
from tests.calls.test_live_and_history import until
from tests.support import Phone, ring_only
from tests.support.tones import goertzel

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

VOICE = 440
WINDOW = 1600


def has_tone(sound: bytes, freq: int) -> bool:
    pcm = samples(sound)
    windows = (pcm[at : at + WINDOW] for at in range(0, len(pcm), WINDOW))
    return any(goertzel(window, freq) > 0.8 for window in windows)


async def leave_message(caller: Phone, number: str, seconds: float = 3.0) -> None:
    """Calls a phone that does not answer, and speaks after the beep."""
    call = await caller.call(number, within=15)
    call.send_tone(VOICE)
    await asyncio.sleep(1)
    await call.press("#")
    await asyncio.sleep(seconds)
    await call.hang_up()


async def test_a_message_is_recorded_shown_and_played(
    stack: Stack, acme: Portal, manager: Browser, phone_of: PhoneOf
) -> None:
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = ring_only
    box = next(b for b in acme.all("voicemail-boxes/") if b["number"] == "1002")
    listed = f"voicemail-boxes/{box['id']}/messages/"
    spool = Path(stack.nodes[0]["voicemail"]) / "acme" / "1002" / "INBOX"
    known = {m["id"] for m in acme.get(listed)["results"]}
    files = set(spool.glob("*.wav"))

    await leave_message(alex, "1002")

    # The file is in the spool, and what was said is in it.
    (sound,) = await until(lambda: set(spool.glob("*.wav")) - files, within=5)
    assert has_tone(sound.read_bytes(), VOICE)
    await robin.lamp(True)

    # REST lists it and gives the sound.
    def new() -> list[dict[str, Any]]:
        return [m for m in acme.get(listed)["results"] if m["id"] not in known]

    (message,) = await until(new, within=5)
    assert "1001" in message["caller"]
    assert message["folder"] == "new"
    assert 1 <= message["seconds"] <= 6
    assert has_tone(acme.fetch(f"{listed}{message['id']}/sound/"), VOICE)

    # So does the page.
    part = f"/a/acme/voicemail-boxes/{box['id']}/messages/"
    page = manager.page(part)
    assert f"{message['id']}.wav" in page
    assert has_tone(manager.fetch(f"{part}{message['id']}.wav"), VOICE)


async def test_the_owner_hears_the_message_and_the_lamp_counts_it(
    stack: Stack, acme: Portal, phone_of: PhoneOf
) -> None:
    """*97, the PIN that was just set over REST, and the new messages."""
    box = next(b for b in acme.all("voicemail-boxes/") if b["number"] == "1002")
    pin = f"{secrets.randbelow(10**6):06d}"
    acme.send("PATCH", f"voicemail-boxes/{box['id']}/", {"pin": pin})
    boxes = Path(stack.nodes[0]["etc"]) / "voicemail.d" / "acme.conf"
    await until(lambda: f"{pin},1002" in boxes.read_text(), within=5)
    alex = await phone_of("acme", "1001")
    robin = await phone_of("acme", "1002")
    robin.on_call = ring_only
    listed = f"voicemail-boxes/{box['id']}/messages/"

    def folder(name: str) -> int:
        return sum(m["folder"] == name for m in acme.get(listed)["results"])

    new, old = folder("new"), folder("old")
    await leave_message(alex, "1002", 1.5)
    await until(lambda: robin.messages == (new + 1, old), within=5)
    call = await robin.call("*97")
    await asyncio.sleep(1)
    await call.press(f"{pin}#")
    await asyncio.sleep(1)
    await call.press("1")
    await call.hears(VOICE, within=30)
    await call.hang_up()
    # What was heard counts as old.
    await until(lambda: robin.messages == (new, old + 1), within=10)
    assert (folder("new"), folder("old")) == (new, old + 1)


async def test_a_wrong_pin_opens_no_mailbox(acme: Portal, phone_of: PhoneOf) -> None:
    alex = await phone_of("acme", "1001")
    call = await alex.call("*97")
    for _ in range(3):
        await asyncio.sleep(0.5)
        await call.press("000#")
    await call.wait_ended(30)
