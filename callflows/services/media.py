"""Sounds: taken in, made what Asterisk plays, put where every node reads them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from callflows.models import Media
from callflows.models.media import account_folder
from pbxportal.lib import speech, transcode
from pbxportal.lib.transcode import NotASound, Sound
from tenants.actor import required
from tenants.models import Account
from tenants.services import objects
from tenants.services.delayed_saves import if_taken_back

MAX_BYTES = 50 * 1024 * 1024
MAX_SECONDS = 15 * 60
# The source of a sound that was made of a text.
SPOKEN = "text"
MOST_TEXT: int = Media._meta.get_field("text").max_length or 0

_REASONS: Mapping[str, str | Promise] = {
    NotASound.UNKNOWN: gettext_lazy(
        "This is no sound that can be taken: choose a WAV, MP3, Ogg or WebM file."
    ),
    NotASound.TOO_BIG: gettext_lazy(
        "The file has more than 50 MB: make the sound shorter, or save it as MP3."
    ),
    NotASound.TOO_LONG: gettext_lazy(
        "The sound is longer than 15 minutes: cut it, or choose another one."
    ),
    NotASound.CUT_OFF: gettext_lazy(
        "The file ends before its end: upload it again, or export it anew."
    ),
    NotASound.BROKEN: gettext_lazy(
        "The file can't be read: export it anew as WAV or MP3."
    ),
}


@dataclass(frozen=True)
class Words:
    """A text to be spoken, and the voice; see `pbxportal.lib.speech.voices`."""

    text: str
    voice: str


@transaction.atomic
def remove_all(account: Account) -> None:
    """The files of all media of an account that is being purged."""
    shutil.rmtree(account_folder(account.slug), ignore_errors=True)


def create_media(name: str, sound: IO[bytes] | Words) -> Media:
    """Stores a sound of any kind that `transcode` knows, or a text as it is spoken.

    Raises ValidationError on the field `sound`, `text` or `voice` for anything else. The files are written
    before the row is committed, under a fresh name: no row ever lacks its files.
    """
    media = Media(name=name)
    stem = media.stem(_slug())
    _take(media, sound, stem)
    try:
        objects.save(media)
    except ValidationError:
        transcode.remove(stem)
        raise
    return media


@transaction.atomic
def change_media(
    media: Media, name: str, sound: IO[bytes] | Words | None = None
) -> None:
    """Renames a sound, and replaces it if there is a new one.

    The new one takes the old one's place once the change is committed. Callflows need
    not be published again, and calls that hear the old one hear it to its end.
    """
    media.name = name
    if sound is None:
        objects.save(media)
        return
    stem = media.stem(_slug())
    waiting = stem.with_name(f"{stem.name}-{uuid4().hex}")
    _take(media, sound, waiting)
    media.replaced_at = timezone.now()
    try:
        objects.save(media)
    except ValidationError:
        transcode.remove(waiting)
        raise
    transaction.on_commit(lambda: transcode.move(waiting, stem))


def delete_media(media: Media) -> None:
    """Deletes a sound that no callflow plays; its files go once that is committed."""
    stem = media.stem(_slug())
    objects.delete(media, "media")
    transaction.on_commit(lambda: transcode.remove(stem))


def _take(media: Media, sound: IO[bytes] | Words, stem: Path) -> None:
    """Converts the sound and notes on the row what it is."""
    if_taken_back(partial(transcode.remove, stem))
    stem.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(sound, Words):
        media.text, media.voice = sound.text, sound.voice
        taken = _speak(sound, stem)
        media.seconds, media.source = taken.seconds, SPOKEN
        return
    taken = _convert(sound, stem)
    media.text = media.voice = ""
    media.seconds, media.source = taken.seconds, taken.kind


def _speak(words: Words, stem: Path) -> Sound:
    if words.voice not in speech.voices():
        raise ValidationError({"voice": gettext_lazy("Choose one of the voices.")})
    if not words.text.strip():
        raise ValidationError({"text": gettext_lazy("Write what is to be spoken.")})
    if len(words.text) > MOST_TEXT:
        message = gettext_lazy("The text has more than %d characters: shorten it.")
        raise ValidationError({"text": message % MOST_TEXT})
    try:
        with speech.spoken(words.text, words.voice) as sound:
            return transcode.convert(sound, stem, speech.MOST_BYTES, MAX_SECONDS)
    except (speech.Unspoken, NotASound) as error:
        message = gettext_lazy("This could not be spoken: write it in other words.")
        raise ValidationError({"text": message}) from error


def _convert(sound: IO[bytes], stem: Path) -> Sound:
    try:
        return transcode.convert(sound, stem, MAX_BYTES, MAX_SECONDS)
    except NotASound as error:
        message = _REASONS[error.reason]
        raise ValidationError({"sound": message}, error.reason) from error


def _slug() -> str:
    return required().account.slug
