"""System prompts are replaced by sounds of the account, and put back."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from callflows.models import Media, Prompt
from callflows.models.media import account_folder
from callflows.models.prompt import prompt_stem
from callflows.services import prompts
from callflows.services.media import change_media, create_media, delete_media
from callflows.system_prompts import SYSTEM_PROMPTS
from pbxportal.devstack import asterisk_root
from tenants.actor import Actor
from tenants.models import Account, AuditEntry, OutboxEntry
from tenants.services.objects import InUse
from tests.support.objects import wav

PROMPTS = "/api/v1/accounts/acme/prompts/"
INTRO = "vm-intro"


def upload(seconds: float = 0.2) -> SimpleUploadedFile:
    return SimpleUploadedFile("a.wav", wav(seconds).read(), "audio/wav")


@pytest.fixture
def media(in_acme: Actor) -> Media:
    return create_media("Welcome", wav(1))


@pytest.fixture
def replaced(media: Media, django_capture_on_commit_callbacks: Any) -> Prompt:
    with django_capture_on_commit_callbacks(execute=True):
        return prompts.replace_prompt(INTRO, media)


def places() -> list[Path]:
    stem = prompt_stem("acme", INTRO)
    return [Path(f"{stem}{suffix}") for suffix in (".wav", ".wav16")]


def test_the_names_are_those_of_asterisks_sounds() -> None:
    sounds = {path.stem for path in asterisk_root.find().sounds.iterdir()}
    names = [each.name for each in SYSTEM_PROMPTS]
    assert set(names) <= sounds
    assert len(set(names)) == len(names)


def test_the_files_lead_to_the_sound_and_follow_it(
    replaced: Prompt, media: Media, django_capture_on_commit_callbacks: Any
) -> None:
    """Nothing is published for it, nor when the sound itself is replaced."""
    wide = media.file("acme")
    for place, sound in zip(
        places(), (wide.with_suffix(".wav"), wide.with_suffix(".wav16")), strict=True
    ):
        assert place.is_symlink()
        assert not place.readlink().is_absolute()
        assert place.read_bytes() == sound.read_bytes()
    before = places()[0].stat().st_size
    OutboxEntry.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        change_media(media, "Welcome", wav(2))
    assert places()[0].stat().st_size > before
    assert not OutboxEntry.objects.exists()


def test_another_sound_takes_its_place_and_the_original_comes_back(
    replaced: Prompt, django_capture_on_commit_callbacks: Any
) -> None:
    other = create_media("Other", wav(2))
    with django_capture_on_commit_callbacks(execute=True):
        prompts.replace_prompt(INTRO, other)
    assert (
        places()[0].read_bytes() == other.stem("acme").with_suffix(".wav").read_bytes()
    )
    assert Prompt.objects.get().pk == replaced.pk
    with django_capture_on_commit_callbacks(execute=True):
        prompts.put_back(INTRO)
    assert not any(place.is_symlink() for place in places())
    assert other.file("acme").is_file()
    prompts.put_back(INTRO)  # once more does nothing
    verbs = AuditEntry.objects.filter(kind="prompt").values_list("verb", flat=True)
    assert sorted(verbs) == ["change", "create", "delete"]


def test_a_new_sound_becomes_one_of_the_media(in_acme: Actor) -> None:
    prompt = prompts.replace_prompt(INTRO, sound=wav(1))
    assert prompt.media.name == "System prompt vm-intro"
    assert prompt.media.file("acme").is_file()


def test_a_sound_that_calls_hear_is_not_deleted(replaced: Prompt, media: Media) -> None:
    with pytest.raises(InUse) as caught:
        delete_media(media)
    assert "system prompt “vm-intro”" in str(caught.value)


@pytest.mark.parametrize("name", ["../globex/x", "tt-monkeys", "", "vm-intro/..", "VM"])
def test_other_names_are_never_files(media: Media, name: str) -> None:
    """Also those of sounds that Asterisk has and no call hears."""
    with pytest.raises(ValidationError):
        prompts.replace_prompt(name, media)
    with pytest.raises(ValidationError):
        prompts.original(name)
    with pytest.raises(ValidationError):
        prompt_stem("acme", name)
    assert not (account_folder("acme") / "prompts").exists()


def test_one_of_the_two_is_needed_and_a_sound(media: Media) -> None:
    for given in ({}, {"media": media, "sound": wav()}):
        with pytest.raises(ValidationError) as caught:
            prompts.replace_prompt(INTRO, **given)  # type: ignore[arg-type]
        assert list(caught.value.message_dict) == ["sound"]
    with pytest.raises(ValidationError) as caught:
        prompts.replace_prompt(INTRO, sound=io.BytesIO(b"nothing"))
    assert list(caught.value.message_dict) == ["sound"]
    assert not Prompt.objects.exists()


def test_the_original_is_there_to_be_listened_to(settings: LazySettings) -> None:
    folder = Path(settings.SOUNDS_DIR)
    folder.mkdir()
    (folder / "en").symlink_to(asterisk_root.find().sounds)
    path = prompts.original(INTRO)
    assert path.read_bytes()[:4] == b"RIFF"
    assert prompts.original(INTRO) == path


def test_the_pages_search_replace_and_put_back(
    page: Client, media: Media, django_capture_on_commit_callbacks: Any
) -> None:
    connection.set_schema_to_public()
    shown = page.get("/a/acme/prompts/?q=leave message tone").content.decode()
    assert "vm-intro" in shown
    assert "conf-getpin" not in shown
    place = f"/a/acme/prompts/{INTRO}/"
    assert "the system&#x27;s own sound" in page.get(place).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = page.post(f"{place}replace/", {"chosen": media.pk})
    assert answer["Location"] == place
    assert f"/a/acme/media/{media.pk}/" in page.get(place).content.decode()
    assert places()[0].is_file()
    shown = page.get(f"/a/acme/media/{media.pk}/").content.decode()
    assert re.search(r">System prompt</span>\s*<a [^>]*>vm-intro</a>", shown)
    # A new file counts before the sound that the form still names.
    page.post(f"{place}replace/", {"chosen": media.pk, "sound": upload()})
    assert "System prompt vm-intro" in page.get(place).content.decode()
    answer = page.post(f"{place}replace/", {})
    assert "not both" in answer.content.decode()
    assert "stays among your media" in page.get(f"{place}put-back/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert page.post(f"{place}put-back/")["Location"] == place
    assert not places()[0].exists()
    assert page.get("/a/acme/prompts/vm-nothing/").status_code == 404
    assert page.post("/a/acme/prompts/vm-nothing/put-back/").status_code == 404


def test_rest_lists_replaces_and_puts_back(
    api: APIClient, media: Media, globex: Account
) -> None:
    connection.set_schema_to_public()
    found = api.get(f"{PROMPTS}?q=pin conference").json()["results"]
    assert {"conf-getpin", "conf-invalidpin"} == {row["name"] for row in found}
    place = f"{PROMPTS}{INTRO}/"
    assert api.get(place).json()["media"] is None
    answer = api.put(place, {"media": str(media.pk)}, format="json")
    assert answer.json()["media"] == str(media.pk)
    answer = api.put(place, {"sound": upload()}, format="multipart")
    assert answer.json()["media"] not in (None, str(media.pk))
    answer = api.put(place, {}, format="json")
    assert (answer.status_code, "sound" in str(answer.json())) == (400, True)
    foreign = "0b3f0b1c-0000-4000-8000-000000000000"
    assert api.put(place, {"media": foreign}, format="json").status_code == 400
    assert api.delete(place).status_code == 204
    assert api.get(place).json()["media"] is None
    assert api.put(f"{PROMPTS}tt-monkeys/", {}).status_code == 404
    assert api.get(f"{place}original/").status_code == 404  # no Asterisk in this test
