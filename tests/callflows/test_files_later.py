"""Sounds that wait, with a form or a REST call, for their time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from callflows.models import Media, Prompt
from callflows.services import prompts
from callflows.services.media import create_media, delete_media
from tenants.actor import Actor
from tenants.models import Account, DelayedSave
from tenants.services import delayed_saves, kept_files, tree
from tests.support.later import form_of, in_hours, later, let_time_pass, only
from tests.support.objects import wav
from tests.support.staying import staying

PAGES = "/a/acme/"
REST = "/api/v1/accounts/acme/"
NEW = f"{PAGES}media/new/"
Committed = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def page(page: Client, in_acme: Actor) -> Client:
    return staying(page, in_acme)


@pytest.fixture
def api(api: APIClient, in_acme: Actor) -> APIClient:
    return staying(api, in_acme)


@pytest.fixture
def media(in_acme: Actor) -> Media:
    return create_media("Welcome", wav(1))


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Committed:
    """What is done in it is committed at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def root(settings: Any) -> Path:
    return Path(settings.MEDIA_DIR)


def upload(seconds: float = 0.2, name: str = "bell.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, wav(seconds).read(), "audio/wav")


def waiting(root: Path) -> list[str]:
    return sorted(
        str(p.relative_to(root / ".later")) for p in root.glob(".later/*/*/*")
    )


def sounds(root: Path) -> set[str]:
    return {path.stem for path in root.glob("acme/*.wav*")}


@pytest.mark.parametrize("in_memory", [0, 2**20])
def test_a_new_sound_waits_and_leaves_its_file_nowhere_else(
    page: Client, root: Path, committed: Committed, settings: Any, in_memory: int
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = in_memory
    sent = {**form_of(page, NEW), "name": "Bell", "sound": upload(2)}
    answer = page.post(NEW, later(sent))
    assert answer.status_code == 302, answer.context["form"].errors
    row = only()
    assert (row.title, row.changes) == (
        "New sound",
        [["Name", "Bell"], ["Sound file", "bell.wav"]],
    )
    assert waiting(root) == [f"acme/{row.pk}/0"]
    # What the rehearsal has made of it is gone.
    assert not sounds(root) and not Media.objects.exists()
    with committed():
        let_time_pass()
    made = Media.objects.get()
    assert (made.name, float(made.seconds), made.source) == ("Bell", 2, "wav")
    assert sounds(root) == {made.handle}
    assert (only().state, waiting(root)) == ("done", [])
    assert not list(root.glob(".later/acme/*"))


def test_without_a_file_the_stored_sound_stays(page: Client, media: Media) -> None:
    url = f"{PAGES}media/{media.pk}/edit/"
    page.post(url, later({**form_of(page, url), "name": "Hello"}))
    assert only().changes == [["Name", "Hello"]]
    let_time_pass()
    media.refresh_from_db()
    assert (media.name, float(media.seconds)) == ("Hello", 1)


def test_a_sound_is_replaced_then_under_the_name_it_has_by_then(
    page: Client, media: Media, root: Path, committed: Committed
) -> None:
    url = f"{PAGES}media/{media.pk}/edit/"
    page.post(url, later({**form_of(page, url), "sound": upload(2)}))
    assert only().changes == [["New sound file", "bell.wav"]]
    Media.objects.filter(pk=media.pk).update(name="Hello")
    with committed():
        let_time_pass()
    media.refresh_from_db()
    assert (media.name, float(media.seconds)) == ("Hello", 2)
    assert sounds(root) == {media.handle} and not waiting(root)


def test_one_that_is_called_off_takes_its_file_along(
    page: Client, root: Path, committed: Committed
) -> None:
    page.post(NEW, later({**form_of(page, NEW), "name": "Bell", "sound": upload()}))
    assert waiting(root)
    with committed():
        delayed_saves.cancel(only())
    assert not waiting(root)


def test_one_that_fails_takes_its_file_along(
    page: Client, media: Media, root: Path, committed: Committed
) -> None:
    url = f"{PAGES}media/{media.pk}/edit/"
    page.post(url, later({**form_of(page, url), "sound": upload()}))
    with committed():
        delete_media(media)
        let_time_pass()
    assert only().state == "failed"
    assert not waiting(root) and not sounds(root)


def test_a_file_that_is_lost_is_told(page: Client, media: Media, root: Path) -> None:
    url = f"{PAGES}media/{media.pk}/edit/"
    page.post(url, later({**form_of(page, url), "name": "B", "sound": upload()}))
    shutil.rmtree(root / ".later")
    let_time_pass()
    media.refresh_from_db()
    assert media.name == "Welcome"
    assert only().result == "The file “bell.wav” is not there any more."


def test_what_is_no_sound_is_told_at_once_and_not_kept(
    page: Client, root: Path
) -> None:
    bad = SimpleUploadedFile("a.mp3", b"#EXTM3U\n/etc/passwd", "audio/mpeg")
    sent = {**form_of(page, NEW), "name": "Bell", "sound": bad}
    answer = page.post(NEW, later(sent))
    assert "choose a WAV, MP3, Ogg or WebM file" in answer.content.decode()
    assert not DelayedSave.objects.exists() and not waiting(root)


def test_a_name_is_no_path(page: Client, root: Path) -> None:
    evil = upload(name="../../evil.wav")
    evil._name = "../../evil.wav"
    page.post(NEW, later({**form_of(page, NEW), "name": "Bell", "sound": evil}))
    assert waiting(root) == [f"acme/{only().pk}/0"]


def test_a_purged_account_takes_its_files_along(
    page: Client, acme: Account, root: Path
) -> None:
    page.post(NEW, later({**form_of(page, NEW), "name": "Bell", "sound": upload()}))
    assert kept_files.remove_all in tree.removers
    kept_files.remove_all(acme)
    assert not waiting(root)


def test_files_that_nothing_waits_for_go_after_a_day(page: Client, root: Path) -> None:
    page.post(NEW, later({**form_of(page, NEW), "name": "Bell", "sound": upload()}))
    claimed = root / ".later" / "acme" / str(only().pk)
    stray, fresh = claimed.with_name("stray"), claimed.with_name("fresh")
    for folder in (stray, fresh):
        shutil.copytree(claimed, folder)
    for folder in (claimed, stray):
        os.utime(folder, (1, 1))
    kept_files.prune()
    assert claimed.is_dir() and fresh.is_dir() and not stray.exists()


# --- system prompts ------------------------------------------------------------------


def test_a_prompt_gets_a_new_sound_later(
    page: Client, root: Path, committed: Committed
) -> None:
    url = f"{PAGES}prompts/vm-intro/replace/"
    answer = page.post(url, later({**form_of(page, url), "sound": upload()}))
    assert answer.status_code == 302, answer.context["form"].errors
    assert only().title == "System prompt vm-intro"
    assert str(only().pk) in page.get(url).content.decode()
    assert not Prompt.objects.exists() and not sounds(root)
    with committed():
        let_time_pass()
    prompt = Prompt.objects.get()
    assert sounds(root) == {prompt.media.handle} and not waiting(root)
    assert (root / "acme" / "prompts" / "vm-intro.wav").exists()


def test_a_prompt_gets_a_sound_of_the_library_later(
    api: APIClient, media: Media
) -> None:
    url = f"{REST}prompts/vm-intro/"
    at = in_hours(1)
    made = api.put(f"{url}?save_at={at}", {"media": media.pk}, format="json")
    assert made.status_code == 202, made.json()
    assert api.get(url).json()["media"] is None
    let_time_pass()
    assert api.get(url).json()["media"] == str(media.pk)
    assert api.delete(f"{url}?save_at={at}").status_code == 400
    assert Prompt.objects.exists()


def test_a_prompt_whose_sound_is_gone_by_then_stays(
    page: Client, media: Media, committed: Committed
) -> None:
    url = f"{PAGES}prompts/vm-intro/replace/"
    page.post(url, later({**form_of(page, url), "chosen": str(media.pk)}))
    assert only().changes == [["One of your sounds", "Welcome"]]
    delete_media(media)
    let_time_pass()
    row = prompts.find("vm-intro")
    assert row is not None and row.own is None
    assert only().state == "failed" and "One of your sounds" in only().result


# --- REST ----------------------------------------------------------------------------


def test_rest_takes_a_file_later(
    api: APIClient, root: Path, committed: Committed
) -> None:
    body = {"name": "Bell", "sound": upload(2), "other": upload()}
    made = api.post(f"{REST}media/?save_at={in_hours(1)}", body, format="multipart")
    assert made.status_code == 202, made.json()
    told = {each["field"]: each["value"] for each in made.json()["changes"]}
    assert (told["name"], told["sound"]) == ("Bell", "bell.wav")
    # Only what the resource takes is kept.
    assert waiting(root) == [f"acme/{made.json()['id']}/0"]
    assert not sounds(root)
    with committed():
        let_time_pass()
    assert only().result == "Saved."
    found = Media.objects.get()
    assert (found.name, float(found.seconds)) == ("Bell", 2)
    assert not waiting(root)


def test_rest_replaces_a_file_later(
    api: APIClient, media: Media, committed: Committed
) -> None:
    url = f"{REST}media/{media.pk}/?save_at={in_hours(1)}"
    made = api.patch(url, {"sound": upload(2)}, format="multipart")
    assert made.status_code == 202, made.json()
    Media.objects.filter(pk=media.pk).update(name="Hello")
    with committed():
        let_time_pass()
    media.refresh_from_db()
    assert (media.name, float(media.seconds)) == ("Hello", 2)


def test_rest_tells_at_once_that_a_file_is_no_sound(
    api: APIClient, media: Media, root: Path
) -> None:
    url = f"{REST}media/{media.pk}/?save_at={in_hours(1)}"
    bad = SimpleUploadedFile("a.mp3", b"nothing", "audio/mpeg")
    answer = api.patch(url, {"sound": bad}, format="multipart")
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == ["sound"]
    assert not DelayedSave.objects.exists() and not waiting(root)
