"""Sounds as people have them are heard on the telephone, and can be replaced."""

from __future__ import annotations

import asyncio
import subprocess
from pathlib import Path

import pytest

from tests.calls.conftest import PhoneOf
from tests.calls.portal import Portal
from tests.support import Refused

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio]

NUMBER, OLD, NEW = "8450", 450, 1100


def made(path: Path, freq: int, seconds: float) -> bytes:
    """A tone at 44.1 kHz in two channels, in the format of the suffix."""
    plain = path.with_suffix(".plain.wav")
    shape = ("sox", "-n", "-r", "44100", "-c", "2", str(plain))
    subprocess.run([*shape, "synth", str(seconds), "sine", str(freq)], check=True)
    command = ("ffmpeg", "-loglevel", "error", "-y", "-i", str(plain), str(path))
    subprocess.run(command, check=True)
    return path.read_bytes()


@pytest.mark.parametrize("kind", ["mp3", "ogg", "webm", "wav"])
async def test_each_kind_is_heard(
    acme: Portal, phone_of: PhoneOf, tmp_path: Path, kind: str
) -> None:
    sound = made(tmp_path / f"a.{kind}", OLD, 2)
    media = (await asyncio.to_thread(acme.upload, f"From {kind}", sound))["id"]
    draft = {"module": "play", "data": {"media": media}}
    await asyncio.to_thread(acme.make_flow, "Heard", NUMBER, draft)
    alex = await phone_of("acme", "1001")
    call = await alex.call(NUMBER)
    await call.hears(OLD)
    await call.wait_ended(5)


async def test_a_new_sound_is_heard_at_once_and_the_old_one_to_its_end(
    acme: Portal, phone_of: PhoneOf, tmp_path: Path
) -> None:
    """Nothing is published; the call that hears the old one is not disturbed."""
    old = made(tmp_path / "old.mp3", OLD, 6)
    media = (await asyncio.to_thread(acme.upload, "Replaced", old))["id"]
    draft = {"module": "play", "data": {"media": media}}
    flow = await asyncio.to_thread(acme.make_flow, "Heard", NUMBER, draft)
    published = acme.get(f"callflows/{flow}/publications/")
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    first = await alex.call(NUMBER)
    await first.hears(OLD)
    sound = made(tmp_path / "new.ogg", NEW, 1)
    path = f"media/{media}/"
    await asyncio.to_thread(acme.upload, "Replaced", sound, path, "PATCH")
    second = await robin.call(NUMBER)
    await second.hears(NEW)
    await second.wait_ended(5)
    assert second.tones_heard((OLD, NEW)) == {NEW}
    await first.wait_ended(10)
    assert first.tones_heard((OLD, NEW)) == {OLD}
    assert acme.get(f"callflows/{flow}/publications/") == published


async def test_a_sound_is_spoken_by_telephone(
    acme: Portal, phone_of: PhoneOf, tmp_path: Path
) -> None:
    """Heard, spoken again, kept; who is not named is refused."""
    sound = made(tmp_path / "old.wav", OLD, 1)
    media = (await asyncio.to_thread(acme.upload, "Spoken", sound))["id"]
    users = {user["extension"]: user["id"] for user in acme.all("users/")}
    speak = {
        "module": "record_sound",
        "data": {"media": media, "allowed": [{"user": users["1001"]}]},
    }
    await asyncio.to_thread(acme.make_flow, "Speak", "8447", speak)
    play = {"module": "play", "data": {"media": media}}
    await asyncio.to_thread(acme.make_flow, "Heard", NUMBER, play)
    alex, robin = await phone_of("acme", "1001"), await phone_of("acme", "1002")
    with pytest.raises(Refused):
        await robin.call("8447")
    call = await alex.call("8447")
    await call.hears_silence(1.5, within=20)  # the prompt and its beep are over
    call.send_tone(NEW)
    await asyncio.sleep(2)
    await call.press("#")
    await call.hears(NEW, within=10)
    await asyncio.sleep(3)
    await call.press("1")
    await call.wait_ended(20)
    for _attempt in range(60):
        if (await asyncio.to_thread(acme.get, f"media/{media}/"))["seconds"] != "1.00":
            break
        await asyncio.sleep(0.5)
    call = await robin.call(NUMBER)
    await call.hears(NEW)
    await call.hang_up()
