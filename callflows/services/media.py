"""Sounds: taken in, checked, put where every node reads them."""

from __future__ import annotations

import wave
from decimal import Decimal
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from callflows.models import Media
from tenants.actor import current
from tenants.services import objects

MAX_BYTES = 20 * 1024 * 1024
RATE = 8000


@transaction.atomic
def create_media(name: str, sound: IO[bytes]) -> Media:
    """Stores a WAV file of 16-bit mono PCM at 8 kHz, which Asterisk plays as it is.

    Raises ValidationError on the field `sound` for anything else. The file is written
    before the row is committed, under a fresh name: no row ever lacks its file.
    """
    actor = current()
    if actor is None:
        raise RuntimeError("media belong to an account: wrap this in acting()")
    frames = _read(sound)
    media = Media(name=name, seconds=Decimal(len(frames) // 2) / RATE)
    media.seconds = media.seconds.quantize(Decimal("0.01"))
    _write(media.path(actor.account.slug), frames)
    objects.save(media)
    return media


def delete_media(media: Media) -> None:
    """Deletes a sound that no callflow plays; its file goes once that is committed."""
    actor = current()
    path = media.path(actor.account.slug) if actor else None
    objects.delete(media, "media")
    if path:
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _read(sound: IO[bytes]) -> bytes:
    sound.seek(0, 2)
    if sound.tell() > MAX_BYTES:
        raise ValidationError({"sound": _("At most 20 MB.")})
    sound.seek(0)
    try:
        with wave.open(sound) as reader:
            shape = (
                reader.getnchannels(),
                reader.getsampwidth(),
                reader.getframerate(),
            )
            frames: bytes = reader.readframes(reader.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValidationError({"sound": _("This is no WAV file.")}) from error
    if shape != (1, 2, RATE):
        raise ValidationError(
            {"sound": _("Only WAV with one channel, 16 bits, 8000 Hz can be taken.")}
        )
    return frames


def _write(path: Path, frames: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{uuid4().hex}.part")
    with wave.open(str(temporary), "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(frames)
    temporary.replace(path)
