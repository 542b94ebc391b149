"""Faxes are listed whatever comes of them, mailed again and again, and forgotten in time."""

from __future__ import annotations

import json
import smtplib
import urllib.parse
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from extensions.models import FaxBox, PhoneUser
from pbxportal.lib import fax_pages
from telephony.faxes import work
from telephony.history.importer import store
from telephony.models import CallStep, Fax, FaxMail, FaxState
from tenants.actor import Actor
from tenants.models import Account, AuditEntry, ErrorEntry, User
from tests.support.fax import tiff
from tests.support.objects import member

HANDLE = "0123456789" * 4


@pytest.fixture(autouse=True)
def spool(settings: LazySettings, tmp_path: Path) -> Path:
    """Where pbx1 leaves faxes."""
    login = {"user": "u", "secret": "s"}
    node = {"name": "pbx1", "ami": "h:1", "sip": "h:2", "records": str(tmp_path)}
    node |= {"voicemail": str(tmp_path / "voicemail")}
    file = tmp_path / "nodes.json"
    file.write_text(json.dumps([{**node, "publish": login, "listen": login}]))
    settings.NODES_FILE = str(file)
    settings.RUN_DIR, settings.FAX_DIR = tmp_path, tmp_path / "faxes"
    folder = tmp_path / "fax"
    folder.mkdir()
    return folder


@pytest.fixture
def box(in_acme: Actor) -> FaxBox:
    return FaxBox.objects.create(name="Accounts", emails=["office@acme.example"])


def arrived(account: Account, box: UUID, **values: Any) -> Fax:
    """A fax whose call is over, unless the values say otherwise."""
    now = timezone.now()
    usual = {"ended_at": now, "status": "SUCCESS", "pages": 2, "at": now}
    return Fax.objects.create(
        account=account,
        pbx="pbx1",
        handle=HANDLE,
        linkedid="1.1",
        box=box,
        **{"caller_number": "6045550199", **usual, **values},
    )


def put(spool: Path, content: bytes | None = None) -> Path:
    file = spool / f"acme.{HANDLE}.tif"
    file.write_bytes(tiff(2) if content is None else content)
    return file


def look(fax: Fax) -> Fax:
    work.look_at(fax.pk)
    fax.refresh_from_db()
    return fax


def line(kind: str, extra: str, at: float = 1700000000.5) -> bytes:
    event = {
        "eventenum": "USER_DEFINED",
        "eventtype": kind,
        "eventextra": json.dumps({"extra": extra}),
        "eventtime": str(at),
        "linkedid": "1.1",
        "uniqueid": "1.1",
        "accountcode": "acme",
        "num": "6045550199",
    }
    return json.dumps(event).encode()


def test_the_events_make_one_row_in_any_order_however_often(acme: Account) -> None:
    box = uuid4()
    station = urllib.parse.quote("+1 604\n/<b>\x00", safe="")
    begun = line("fax", f"{HANDLE}/{box}")
    ended = line("faxed", f"{HANDLE}/{box}/FAILED/01/{station}/BAD%20LINE", 1700000009)
    for found in ([begun, begun], [ended], [ended, begun], [ended]):
        assert store("pbx1", "cel", found) == []
    fax = Fax.objects.get()
    assert (fax.account, fax.box, fax.caller_number) == (acme, box, "6045550199")
    assert (fax.status, fax.pages, fax.reason) == ("FAILED", 1, "BAD LINE")
    assert fax.station == "+1 604 /<b>"
    assert fax.ended_at is not None
    assert (fax.ended_at - fax.at).total_seconds() == 8.5


def test_a_lost_first_event_loses_no_fax(acme: Account) -> None:
    assert store("pbx1", "cel", [line("faxed", f"{HANDLE}/{uuid4()}//0//")]) == []
    assert Fax.objects.get().status == ""


@pytest.mark.parametrize("extra", ["../../etc/passwd", f"{HANDLE}/no-box/SUCCESS/1"])
def test_other_lines_are_rejected(acme: Account, extra: str) -> None:
    bad = line("faxed", extra)
    assert store("pbx1", "cel", [bad]) == [bad]


def test_a_fax_becomes_a_pdf_that_is_mailed(
    in_acme: Actor, spool: Path, box: FaxBox
) -> None:
    owner = PhoneUser.objects.first()
    assert owner is not None
    owner.email = "alex@acme.example"
    owner.save()
    box.owner, box.keep_days = owner, 3
    box.save()
    given = put(spool)
    fax = look(arrived(in_acme.account, box.pk, caller_name="Ann\nBcc: x@y.test"))
    assert (fax.state, fax.mail) == (FaxState.RECEIVED, FaxMail.SENT)
    assert (fax.box_name, fax.reason) == ("Accounts", "")
    assert fax.delete_at == fax.at + timedelta(days=3)
    (sent,) = mail.outbox
    assert sent.to == ["alex@acme.example", "office@acme.example"]
    assert sent.subject == "Fax from Ann Bcc: x@y.test 6045550199"
    ((name, content, kind),) = sent.attachments
    assert (name[-4:], kind) == (".pdf", "application/pdf")
    assert content == (spool.parent / "faxes/acme" / f"{fax.pk}.pdf").read_bytes()
    assert content[:5] == b"%PDF-"  # type: ignore[index]
    assert not given.exists()
    assert not work.claim_due()


def test_one_that_is_still_coming_is_left_alone(
    in_acme: Actor, spool: Path, box: FaxBox
) -> None:
    put(spool)
    fax = look(arrived(in_acme.account, box.pk, ended_at=None, status=""))
    assert fax.state == FaxState.RECEIVING
    assert fax.next_at > timezone.now()


def test_a_node_that_died_leaves_a_failed_fax(
    in_acme: Actor, spool: Path, box: FaxBox
) -> None:
    before = timezone.now() - timedelta(minutes=2)
    fax = arrived(in_acme.account, box.pk, ended_at=None, status="", at=before)
    values = {"pbx": "pbx1", "linkedid": "1.1", "uniqueid": "1.1", "at": before}
    CallStep.objects.create(event_key=uuid4(), kind="end", **values)
    assert look(fax).state == FaxState.FAILED
    assert "Asterisk was ended" in fax.reason


def test_a_fax_that_broke_off_is_kept_and_mailed_as_such(
    in_acme: Actor, spool: Path, box: FaxBox
) -> None:
    put(spool)
    values = {"status": "FAILED", "reason": "The other side hung up"}
    fax = look(arrived(in_acme.account, box.pk, **values))
    assert fax.state == FaxState.PARTIAL
    assert "It is not complete: The other side hung up" in mail.outbox[0].body


def test_a_fax_is_mailed_in_the_accounts_language(
    in_acme: Actor, spool: Path, box: FaxBox
) -> None:
    in_acme.account.preferences = {"language": "fr"}
    in_acme.account.save()
    put(spool)
    look(arrived(in_acme.account, box.pk, caller_name="Ann"))
    assert mail.outbox[0].subject.startswith("Fax de Ann")
    assert "a reçu un fax de Ann" in mail.outbox[0].body


@pytest.mark.parametrize("content", [None, b"", b"II*\0 broken"])
def test_without_pages_there_is_a_reason_and_no_mail(
    in_acme: Actor, spool: Path, box: FaxBox, content: bytes | None
) -> None:
    if content is not None:
        put(spool, content)
    fax = look(arrived(in_acme.account, box.pk, status="FAILED", pages=0))
    assert (fax.state, fax.mail) == (FaxState.FAILED, FaxMail.NONE)
    assert fax.reason
    assert not mail.outbox
    assert not list(spool.iterdir())


def test_a_worker_that_died_after_the_pdf_loses_nothing(
    in_acme: Actor, spool: Path, box: FaxBox
) -> None:
    fax = arrived(in_acme.account, box.pk)
    assert fax.file is not None
    fax_pages.to_pdf(put(spool), fax.file)
    put(spool).unlink()
    assert look(fax).state == FaxState.RECEIVED


def test_a_mail_is_tried_again_and_then_told(
    in_acme: Actor, spool: Path, box: FaxBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise smtplib.SMTPServerDisconnected("away")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    put(spool)
    fax = arrived(in_acme.account, box.pk)
    for _ in work.PAUSES:
        assert look(fax).mail == FaxMail.WAITING
        assert not work.claim_due()
    assert look(fax).mail == FaxMail.FAILED
    assert (fax.state, fax.attempts) == (FaxState.RECEIVED, 5)
    assert "away" in fax.mail_outcome
    assert ErrorEntry.objects.get().source == "fax"


def test_it_is_deleted_when_its_time_is_over(
    in_acme: Actor, spool: Path, box: FaxBox, django_capture_on_commit_callbacks: Any
) -> None:
    put(spool)
    fax = look(arrived(in_acme.account, box.pk))
    Fax.objects.update(delete_at=timezone.now() - timedelta(seconds=1))
    assert fax.file is not None
    assert fax.file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        work.forget()
    assert not Fax.objects.exists()
    assert not fax.file.exists()


def test_only_its_account_gets_it(
    in_acme: Actor,
    spool: Path,
    box: FaxBox,
    client: Client,
    api: APIClient,
    globex: Account,
    django_capture_on_commit_callbacks: Any,
) -> None:
    put(spool)
    fax = look(arrived(in_acme.account, box.pk))
    place = f"/api/v1/accounts/acme/faxes/{fax.pk}/"
    answer = api.get(f"{place}pages/", headers={"X-Sendfile-Type": "X-Accel-Redirect"})
    assert answer["X-Accel-Redirect"] == f"/protected/faxes/acme/{fax.pk}.pdf"
    listed = api.get(f"/api/v1/accounts/acme/faxes/?box={box.pk}").json()["results"]
    assert [row["id"] for row in listed] == [str(fax.pk)]
    assert api.get("/api/v1/accounts/acme/faxes/?box=x").status_code == 400
    client.force_login(User.objects.get(email="manager@globex.pbx.test"))
    assert client.get(f"/a/globex/faxes/{fax.pk}/pages.pdf").status_code == 404
    client.force_login(member(in_acme.account, "read_only"))
    assert client.get(f"/a/acme/faxes/{fax.pk}/pages.pdf").status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete(place).status_code == 204
    assert AuditEntry.objects.filter(verb="delete", kind="fax").exists()
    assert fax.file is not None
    assert not fax.file.exists()
