"""Texts, spoken by a program of the operator's choice (docs/operations.md)."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

from pbxportal.lib import confined

MOST_BYTES = 100 * 1024 * 1024


class Unspoken(ValueError):
    """The program is not there, or has failed."""


def voices() -> Mapping[str, str]:
    """What each voice is called; empty when there is no program that speaks."""
    command = shlex.split(settings.SPEECH_COMMAND)
    if not command or shutil.which(command[0]) is None:
        return {}
    pairs = (entry.partition("=") for entry in settings.SPEECH_VOICES)
    return {code: name or code for code, _, name in pairs}


@contextmanager
def spoken(text: str, voice: str) -> Iterator[IO[bytes]]:
    """The text as a WAV file, in one of the voices; raises Unspoken."""
    if voice not in voices():
        raise Unspoken(f"there is no voice {voice}")
    with tempfile.TemporaryDirectory(prefix="pbxportal-speech-") as folder:
        written, sound = Path(folder, "text"), Path(folder, "sound.wav")
        written.write_text(text, encoding="utf-8")
        values = {"text": str(written), "sound": str(sound), "voice": voice}
        command = shlex.split(settings.SPEECH_COMMAND)
        try:
            confined.run([part.format(**values) for part in command], MOST_BYTES)
            with sound.open("rb") as file:
                yield file
        except (confined.Stopped, FileNotFoundError) as error:
            raise Unspoken(str(error)) from error
