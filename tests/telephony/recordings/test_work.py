"""Recordings are kept, sent, tried again, and shown only to those who may listen."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from callflows.models import WebAddress
from callflows.services import web_addresses
from pbxportal.lib import outward
from pbxportal.lib.outward import Answer
from telephony.history.importer import store
from telephony.models import CallRecord, CallStep, Recording, RecordingState
from telephony.recordings import work
from tenants.actor import Actor
from tenants.models import Account, AuditEntry, ErrorEntry, User
from tests.support.objects import member, wav

HANDLE = "0123456789" * 4


@pytest.fixture(autouse=True)
def spool(settings: LazySettings, tmp_path: Path) -> Path:
    """Where pbx1 records."""
    login = {"user": "u", "secret": "s"}
    node = {"name": "pbx1", "ami": "h:1", "sip": "h:2", "records": str(tmp_path)}
    node |= {"voicemail": str(tmp_path / "voicemail")}
    file = tmp_path / "nodes.json"
    file.write_text(json.dumps([{**node, "publish": login, "listen": login}]))
    settings.NODES_FILE = str(file)
    settings.RUN_DIR = tmp_path
    return tmp_path / "monitor"


def begun(account: Account, target: UUID | None = None, keep: bool = True) -> Recording:
    """A recording of a call that is under way."""
    return Recording.objects.create(
        account=account,
        pbx="pbx1",
        handle=HANDLE,
        linkedid="1.1",
        at=timezone.now(),
        caller_number="1001",
        target=target,
        keep=keep,
    )


def recorded(spool: Path, seconds: float = 2, age: float = 10) -> Path:
    """Its file, last written to so many seconds ago."""
    file = spool / "acme" / f"{HANDLE}.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(wav(seconds).read())
    os.utime(file, (time.time() - age, time.time() - age))
    return file


def ended() -> None:
    values = {"pbx": "pbx1", "linkedid": "1.1", "uniqueid": "1.1"}
    for kind in ("start", "end"):
        CallStep.objects.create(
            event_key=uuid4(), kind=kind, at=timezone.now(), extension="8400", **values
        )


def look(recording: Recording) -> Recording:
    work.look_at(recording.pk)
    recording.refresh_from_db()
    return recording


def test_an_event_makes_one_row_however_often_it_is_read(acme: Account) -> None:
    event: dict[str, Any] = {
        "eventenum": "USER_DEFINED",
        "eventtype": "recording",
        "eventextra": json.dumps({"extra": f"{HANDLE}/-/keep"}),
        "eventtime": "1700000000.5",
        "linkedid": "1.1",
        "uniqueid": "1.1",
        "accountcode": "acme",
        "num": "1001",
    }
    line = json.dumps(event).encode()
    assert store("pbx1", "cel", [line]) == store("pbx1", "cel", [line, line]) == []
    recording = Recording.objects.get()
    assert (recording.account, recording.handle) == (acme, HANDLE)
    assert (recording.target, recording.keep) == (None, True)
    bad = json.dumps({**event, "eventextra": '{"extra": "../../etc/passwd/-/keep"}'})
    assert store("pbx1", "cel", [bad.encode()]) == [bad.encode()]


def test_it_is_kept_when_the_call_is_over(in_acme: Actor, spool: Path) -> None:
    recording = begun(in_acme.account)
    recorded(spool, age=0)
    assert look(recording).state == RecordingState.WAITING
    ended()
    assert look(recording).state == RecordingState.WAITING  # still being written
    recorded(spool)
    assert look(recording).state == RecordingState.KEPT
    assert (float(recording.seconds), recording.dialled) == (2, "8400")


def test_whose_it_is_tells_its_call_if_need_be(in_acme: Actor, spool: Path) -> None:
    """A row is deleted only once nobody can say it."""
    recording = begun(in_acme.account)
    Recording.objects.update(account=None)
    recorded(spool)
    ended()
    assert look(recording).state == RecordingState.WAITING
    now = timezone.now()
    call = CallRecord.objects.create(
        pbx="pbx1",
        linkedid="1.1",
        account=in_acme.account,
        started_at=now,
        ended_at=now,
    )
    assert look(recording).state == RecordingState.KEPT
    assert recording.account == in_acme.account
    call.account = None
    call.save()
    recording.account, recording.state = None, RecordingState.WAITING
    recording.save()
    work.look_at(recording.pk)
    assert not Recording.objects.exists()


@pytest.mark.parametrize("seconds", [None, 0])
def test_one_without_sound_is_forgotten(
    in_acme: Actor, spool: Path, seconds: float | None
) -> None:
    """Nobody answered, and only talk was to be recorded."""
    recording = begun(in_acme.account)
    ended()
    file = recorded(spool, seconds or 0)
    if seconds is None:
        file.unlink()
    work.look_at(recording.pk)
    assert not Recording.objects.exists()
    assert not file.exists()


@pytest.fixture
def crm(in_acme: Actor) -> WebAddress:
    return WebAddress.objects.create(name="CRM", url="https://crm.example/")


def sending(actor: Actor, crm: WebAddress, keep: bool) -> Recording:
    recording = begun(actor.account, crm.pk, keep)
    Recording.objects.update(state=RecordingState.SENDING)
    return recording


Send = Callable[..., Answer]


def answering(status: int) -> Send:
    return lambda *_: Answer(status, b"", 0.1)


@pytest.mark.parametrize("keep", [True, False])
def test_what_was_sent_is_kept_or_not_as_is_set(
    monkeypatch: pytest.MonkeyPatch,
    in_acme: Actor,
    crm: WebAddress,
    spool: Path,
    keep: bool,
) -> None:
    file = recorded(spool)
    recording = sending(in_acme, crm, keep)
    monkeypatch.setattr(web_addresses, "send_file", answering(204))
    look(recording)
    assert file.exists() == recording.here == keep
    assert recording.state == ("sent_kept" if keep else "sent")


def test_what_fails_is_tried_again_and_then_kept(
    monkeypatch: pytest.MonkeyPatch, in_acme: Actor, crm: WebAddress, spool: Path
) -> None:
    file = recorded(spool)
    recording = sending(in_acme, crm, keep=False)
    monkeypatch.setattr(web_addresses, "send_file", answering(500))
    for pause in work.PAUSES:
        look(recording)
        assert recording.state == RecordingState.SENDING
        left = (recording.next_at - timezone.now()).total_seconds()
        assert pause - 5 < left <= pause
    assert look(recording).state == RecordingState.FAILED
    assert file.exists()
    assert recording.here
    assert ErrorEntry.objects.filter(account=in_acme.account).count() == 1


def test_where_it_may_not_go_it_is_not_sent_again(
    monkeypatch: pytest.MonkeyPatch, in_acme: Actor, crm: WebAddress, spool: Path
) -> None:
    def refuse(*_: object) -> Answer:
        raise outward.Refused("private")

    recorded(spool)
    recording = sending(in_acme, crm, keep=False)
    monkeypatch.setattr(web_addresses, "send_file", refuse)
    assert look(recording).state == RecordingState.FAILED
    assert "private" in recording.outcome


def test_a_recording_that_is_claimed_is_nobody_elses(in_acme: Actor) -> None:
    recording = begun(in_acme.account)
    assert work.claim_due() == [recording.pk]
    assert work.claim_due() == []


@pytest.fixture
def kept(acme: Account, spool: Path) -> Recording:
    recorded(spool)
    recording = begun(acme)
    Recording.objects.update(state=RecordingState.KEPT, seconds=2)
    return recording


def test_who_may_listen_hears_it(page: Client, kept: Recording) -> None:
    place = f"/a/acme/recordings/{kept.pk}/"
    assert f"{kept.pk}" in page.get("/a/acme/recordings/").content.decode()
    assert f"{place}sound.wav" in page.get(place).content.decode()
    answer = page.get(f"{place}sound.wav")
    assert b"".join(answer.streaming_content)[:4] == b"RIFF"  # type: ignore[attr-defined]
    answer = page.get(f"{place}sound.wav", HTTP_X_SENDFILE_TYPE="X-Accel-Redirect")
    assert answer["X-Accel-Redirect"] == f"/protected/monitor/acme/{HANDLE}.wav"


def test_read_only_people_see_calls_but_hear_nothing(
    client: Client, acme: Account, kept: Recording
) -> None:
    client.force_login(member(acme, "read_only"))
    assert client.get("/a/acme/history/").status_code == 200
    assert client.get("/a/acme/recordings/").status_code == 403
    assert client.get(f"/a/acme/recordings/{kept.pk}/sound.wav").status_code == 403


def test_one_that_was_sent_away_is_not_here(page: Client, kept: Recording) -> None:
    Recording.objects.update(state=RecordingState.SENT)
    place = f"/a/acme/recordings/{kept.pk}/"
    assert "is not kept here" in page.get(place).content.decode()
    assert page.get(f"{place}sound.wav").status_code == 404


def test_rest_lists_hands_out_and_deletes(
    api: APIClient,
    kept: Recording,
    manager: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    place = "/api/v1/accounts/acme/recordings/"
    (entry,) = api.get(f"{place}?call=1.1").json()["results"]
    assert (entry["id"], entry["seconds"]) == (str(kept.pk), "2.00")
    assert api.get(f"{place}?call=other").json()["results"] == []
    sound = api.get(f"{place}{entry['id']}/sound/")
    assert b"".join(sound.streaming_content)[:4] == b"RIFF"  # type: ignore[attr-defined]
    file = kept.file
    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete(f"{place}{entry['id']}/").status_code == 204
    assert file is not None
    assert not file.exists()
    assert AuditEntry.objects.filter(verb="delete", kind="recording").exists()
