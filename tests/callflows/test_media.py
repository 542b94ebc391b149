"""Sounds are taken in, replaced and handed out."""

from __future__ import annotations

import io
import re
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from callflows.models import Callflow, Media
from callflows.services.media import Words, change_media, create_media, delete_media
from tenants.actor import Actor
from tenants.models import AuditEntry, OutboxEntry
from tests.support.objects import wav

MEDIA = "/api/v1/accounts/acme/media/"


def upload(seconds: float = 0.2, name: str = "a.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, wav(seconds).read(), "audio/wav")


def files(media: Media) -> list[str]:
    stem = media.stem("acme")
    return sorted(p.name.removeprefix(stem.name) for p in stem.parent.iterdir())


@pytest.fixture
def media(in_acme: Actor) -> Media:
    return create_media("Welcome", wav(1))


def test_a_sound_lies_at_both_rates(media: Media) -> None:
    assert files(media) == [".wav", ".wav16"]
    assert (float(media.seconds), media.source) == (1, "wav")
    assert media.file("acme").suffix == ".wav16"


@pytest.mark.parametrize("content", [b"", b"no sound at all", b"RIFF\0\0\0\0WAVE"])
def test_what_is_no_sound_leaves_nothing(in_acme: Actor, content: bytes) -> None:
    with pytest.raises(ValidationError) as caught:
        create_media("Bad", io.BytesIO(content))
    assert list(caught.value.message_dict) == ["sound"]
    assert not Media.objects.exists()


def test_replacing_keeps_the_place(
    media: Media, django_capture_on_commit_callbacks: Any
) -> None:
    """Callflows that play it are not published again."""
    OutboxEntry.objects.all().delete()
    stem, before = media.stem("acme"), media.stem("acme").with_suffix(".wav")
    length = before.stat().st_size
    with django_capture_on_commit_callbacks(execute=True):
        change_media(media, "Hello", wav(2))
        assert before.stat().st_size == length  # only once it is committed
    media.refresh_from_db()
    assert (media.name, float(media.seconds)) == ("Hello", 2)
    assert media.stem("acme") == stem
    assert before.stat().st_size > length
    assert files(media) == [".wav", ".wav16"]
    assert not OutboxEntry.objects.exists()
    entry = AuditEntry.objects.filter(verb="change", kind="media").latest("pk")
    assert {"name", "seconds", "replaced_at"} <= entry.changes.keys()


def test_a_bad_replacement_changes_nothing(media: Media) -> None:
    with pytest.raises(ValidationError):
        change_media(media, "Hello", io.BytesIO(b"nothing"))
    media.refresh_from_db()
    assert media.name == "Welcome"
    assert files(media) == [".wav", ".wav16"]


def test_a_name_that_is_refused_leaves_no_file(media: Media) -> None:
    with pytest.raises(ValidationError):
        change_media(media, "", wav(2))
    with pytest.raises(ValidationError):
        create_media("", wav(2))
    assert files(media) == [".wav", ".wav16"]


def test_deleting_removes_all_files(
    media: Media, django_capture_on_commit_callbacks: Any
) -> None:
    folder = media.stem("acme").parent
    with django_capture_on_commit_callbacks(execute=True):
        delete_media(media)
    assert list(folder.iterdir()) == []


def test_the_pages_take_replace_and_show(page: Client) -> None:
    answer = page.post("/a/acme/media/new/", {"name": "Hi", "sound": upload(1)})
    assert answer.status_code == 302
    place = answer["Location"]
    shown = page.get(place).content.decode()
    assert "1.00 s" in shown
    assert "Nothing points at it yet." in shown
    answer = page.post(f"{place}edit/", {"name": "Ho", "sound": upload(2)})
    assert answer.status_code == 302
    assert "2.00 s" in page.get(place).content.decode()
    assert page.post(f"{place}edit/", {"name": "Ha"}).status_code == 302
    answer = page.get(f"{place}sound.wav?save=1")
    assert answer["Content-Type"] == "audio/wav"
    assert 'attachment; filename="Ha.wav"' in answer["Content-Disposition"]
    bad = SimpleUploadedFile("a.mp3", b"#EXTM3U\n/etc/passwd", "audio/mpeg")
    answer = page.post(f"{place}edit/", {"name": "Ho", "sound": bad})
    assert "choose a WAV, MP3, Ogg or WebM file" in answer.content.decode()


def test_nginx_sends_what_the_portal_allows(
    page: Client, settings: LazySettings, tmp_path: Path
) -> None:
    """And only nginx says that it does: the portal's own answer has the sound."""
    settings.RUN_DIR = tmp_path
    place = page.post("/a/acme/media/new/", {"name": "Hi", "sound": upload()})[
        "Location"
    ]
    answer = page.get(f"{place}sound.wav", HTTP_X_SENDFILE_TYPE="X-Accel-Redirect")
    assert answer.content == b""
    told = answer["X-Accel-Redirect"]
    assert told.startswith("/protected/media/acme/")
    assert (tmp_path / told.removeprefix("/protected/")).is_file()
    answer = page.get(f"{place}sound.wav")
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"


def test_where_it_is_used_is_told(page: Client, api: APIClient, media: Media) -> None:
    draft = {"module": "play", "data": {"media": str(media.pk)}}
    flow = Callflow.objects.create(name="Greeting", draft=draft)
    connection.set_schema_to_public()
    shown = page.get(f"/a/acme/media/{media.pk}/").content.decode()
    assert re.search(r">Callflow</span>\s*<a [^>]*>Greeting</a>", shown)
    answer = api.get(f"{MEDIA}{media.pk}/used-by/").json()
    (use,) = answer["results"]
    assert (use["label"], use["id"]) == ("callflow “Greeting”", str(flow.pk))
    assert (use["kind_label"], use["name"]) == ("Callflow", "Greeting")


def test_rest_takes_replaces_and_hands_out(api: APIClient) -> None:
    body = {"name": "Hi", "sound": upload(1)}
    made = api.post(MEDIA, body, format="multipart").json()
    assert (made["seconds"], made["source"]) == ("1.00", "wav")
    place = f"{MEDIA}{made['id']}/"
    changed = api.patch(place, {"sound": upload(2)}, format="multipart").json()
    assert (changed["name"], changed["seconds"]) == ("Hi", "2.00")
    assert api.patch(place, {"name": "Ho"}).json()["seconds"] == "2.00"
    sound = b"".join(api.get(f"{place}sound/").streaming_content)  # type: ignore[attr-defined]
    assert sound[8:12] == b"WAVE"
    bad = SimpleUploadedFile("a.wav", b"nothing", "audio/wav")
    answer = api.patch(place, {"sound": bad}, format="multipart")
    assert answer.status_code == 400
    assert "sound" in str(answer.json())


WORDS = Words("Welcome to Acme. Bienvenue à tous.", "en-us")


def test_a_text_is_spoken(in_acme: Actor) -> None:
    media = create_media("Spoken", WORDS)
    assert files(media) == [".wav", ".wav16"]
    assert media.seconds > 2
    assert (media.source, media.text, media.voice) == ("text", *astuple(WORDS))
    change_media(media, "Spoken", wav(1))
    assert (media.source, media.text, media.voice) == ("wav", "", "")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words("Hello", "en-us -w /tmp/x"), "voice"),
        (Words("a" * 2001, "en-us"), "text"),
        (Words(" \n", "en-us"), "text"),
    ],
)
def test_what_cannot_be_spoken_leaves_nothing(
    in_acme: Actor, words: Words, field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        create_media("Bad", words)
    assert list(caught.value.message_dict) == [field]
    assert not Media.objects.exists()


def test_pages_take_a_text_or_a_file(page: Client) -> None:
    new = "/a/acme/media/new/"
    said = {"name": "Hi", "text": "Good morning.", "voice": "en-us"}
    place = page.post(new, said)["Location"]
    shown = page.get(place).content.decode()
    assert "Good morning." in shown
    assert "English (US)" in shown
    edit = f"{place}edit/"
    page.post(edit, {**said, "text": "Good evening."})
    assert "Good evening." in page.get(place).content.decode()
    before = page.get(place).context["sound_url"]
    page.post(edit, {**said, "text": "Good evening.", "name": "Ho"})
    assert page.get(place).context["sound_url"] == before  # a name is no new sound
    both = page.post(new, {**said, "sound": upload()})
    assert "not both" in both.content.decode()
    neither = page.post(new, {"name": "Hi", "voice": "en-us"})
    assert "Choose a file, or write a text." in neither.content.decode()


def test_without_a_program_that_speaks_no_text_is_asked(
    page: Client, api: APIClient, settings: LazySettings
) -> None:
    settings.SPEECH_COMMAND = "nothing-that-speaks {text}"
    assert 'name="text"' not in page.get("/a/acme/media/new/").content.decode()
    answer = api.post(MEDIA, {"name": "Hi", "text": "Hi", "voice": "en-us"})
    assert answer.status_code == 400
    assert "voice" in str(answer.json())


def test_rest_takes_a_text(api: APIClient) -> None:
    said = {"name": "Hi", "text": "Good morning.", "voice": "de"}
    made = api.post(MEDIA, said, format="json").json()
    assert (made["source"], made["text"]) == ("text", "Good morning.")
    place = f"{MEDIA}{made['id']}/"
    changed = api.patch(place, {"text": "Good evening, everybody."}).json()
    assert (changed["voice"], changed["text"]) == ("de", "Good evening, everybody.")
    assert float(changed["seconds"]) > float(made["seconds"])
    both = api.patch(place, {"text": "Ho", "sound": upload()}, format="multipart")
    assert "not both" in str(both.json())
    assert "sound" in str(api.post(MEDIA, {"name": "Hi"}).json())
