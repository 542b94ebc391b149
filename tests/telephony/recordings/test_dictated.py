"""What somebody has spoken by telephone takes a sound's place, or is not lost."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.utils import timezone

from callflows.models import Media
from callflows.services.media import create_media
from telephony.history.importer import store
from telephony.models import Recording, RecordingState
from telephony.recordings import dictated, work
from tenants.actor import Actor
from tenants.models import ErrorEntry
from tests.support.objects import wav
from tests.telephony.recordings.test_work import spool

__all__ = ["spool"]

HANDLE = f"dictated-{'0123456789' * 3}"


@pytest.fixture
def media(in_acme: Actor, settings: LazySettings, tmp_path: Path) -> Media:
    settings.MEDIA_DIR = str(tmp_path / "media")
    return create_media("Welcome", wav(1))


def spoken(folder: Path, content: bytes, age: float = 10, name: str = HANDLE) -> Path:
    file = folder / "acme" / f"{name}.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (time.time() - age, time.time() - age))
    return file


def kept(actor: Actor, media: UUID) -> Recording:
    return Recording.objects.create(
        account=actor.account,
        pbx="pbx1",
        handle=HANDLE,
        linkedid="1.1",
        at=timezone.now(),
        media=media,
    )


def test_the_event_names_the_sound(in_acme: Actor) -> None:
    media = uuid4()
    event: dict[str, Any] = {
        "eventenum": "USER_DEFINED",
        "eventtype": "recording",
        "eventextra": json.dumps({"extra": f"{HANDLE}/{media}/media"}),
        "eventtime": "1700000000.5",
        "linkedid": "1.1",
        "uniqueid": "1.1",
        "accountcode": "acme",
        "num": "1001",
    }
    assert store("pbx1", "cel", [json.dumps(event).encode()]) == []
    recording = Recording.objects.get()
    assert (recording.handle, recording.media) == (HANDLE, media)


def test_it_takes_the_sound_s_place(
    in_acme: Actor,
    media: Media,
    spool: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    recording = kept(in_acme, media.pk)
    file = spoken(spool, wav(3).read(), age=0)
    work.look_at(recording.pk)
    assert file.is_file()  # Asterisk may still write to it
    spoken(spool, wav(3).read())
    with django_capture_on_commit_callbacks(execute=True):
        work.look_at(recording.pk)
    media.refresh_from_db()
    assert float(media.seconds) == 3
    assert not file.exists()
    assert not Recording.objects.exists()


@pytest.mark.parametrize("content", [b"nothing", wav(0).read()])
def test_what_cannot_be_taken_stays_among_the_recordings(
    in_acme: Actor,
    media: Media,
    spool: Path,
    content: bytes,
) -> None:
    recording = kept(in_acme, media.pk)
    file = spoken(spool, content)
    work.look_at(recording.pk)
    recording.refresh_from_db()
    assert (recording.state, recording.media) == (RecordingState.KEPT, None)
    assert file.is_file()
    media.refresh_from_db()
    assert float(media.seconds) == 1
    assert ErrorEntry.objects.filter(source="recording").exists()


def test_another_account_s_sound_is_not_replaced(
    in_acme: Actor,
    spool: Path,
) -> None:
    recording = kept(in_acme, uuid4())
    spoken(spool, wav(3).read())
    work.look_at(recording.pk)
    recording.refresh_from_db()
    assert recording.state == RecordingState.KEPT


def test_what_nobody_kept_is_cleared_away(in_acme: Actor, spool: Path) -> None:
    day = dictated.FORGOTTEN.total_seconds()
    told = spoken(spool, b"", day + 60)
    kept(in_acme, uuid4())
    other = HANDLE.replace("0", "a")
    dropped = spoken(spool, b"", day + 60, other)
    fresh = spoken(spool, b"", day - 60, other.replace("1", "b"))
    recording = spoken(spool, b"", day + 60, "0123456789" * 4)
    dictated.forget()
    assert not dropped.exists()
    assert told.exists()
    assert fresh.exists()
    assert recording.exists()
