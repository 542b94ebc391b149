"""Notices are delivered, tried again, or given up with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from callflows.models import WebAddress
from callflows.services import web_addresses
from extensions.models import PhoneUser, Seat
from pbxportal.lib import outward
from pbxportal.lib.outward import Answer
from telephony.models import CallNotice, CallRecord, CallStep, NoticeState
from telephony.notices import delivery
from tenants.actor import Actor
from tenants.models import ErrorEntry, User

Send = Callable[..., Answer]


@pytest.fixture
def crm(in_acme: Actor) -> WebAddress:
    return WebAddress.objects.create(name="CRM", url="https://crm.example/")


def notice(actor: Actor, kind: str, target: object) -> CallNotice:
    return CallNotice.objects.create(
        account=actor.account,
        pbx="pbx1",
        event_key=uuid4(),
        linkedid="1.1",
        kind=kind,
        target=target,
        at=timezone.now(),
        caller_number="1001",
        caller_name="Alex\nBcc: all@example.com",
    )


def attempt(monkeypatch: pytest.MonkeyPatch, told: CallNotice, send: Send) -> None:
    monkeypatch.setattr(web_addresses, "send", send)
    delivery.deliver(told.pk)
    told.refresh_from_db()


def answers(status: int) -> Send:
    return lambda *_: Answer(status, b"", 0.1)


def fails(error: Exception) -> Send:
    def send(*_: object) -> Answer:
        raise error

    return send


def test_a_webhook_is_delivered_once(
    monkeypatch: pytest.MonkeyPatch, in_acme: Actor, crm: WebAddress
) -> None:
    told = notice(in_acme, "webhook", crm.pk)
    attempt(monkeypatch, told, answers(204))
    assert (told.state, told.attempts) == (NoticeState.DONE, 1)
    attempt(monkeypatch, told, answers(204))
    assert told.attempts == 1


@pytest.mark.parametrize("send", [answers(500), fails(outward.Failed("too slow"))])
def test_what_fails_is_tried_again_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch, in_acme: Actor, crm: WebAddress, send: Send
) -> None:
    told = notice(in_acme, "webhook", crm.pk)
    for pause in delivery.PAUSES:
        attempt(monkeypatch, told, send)
        assert told.state == NoticeState.WAITING
        left = (told.next_at - timezone.now()).total_seconds()
        assert pause - 5 < left <= pause
    attempt(monkeypatch, told, send)
    assert told.state == NoticeState.FAILED
    assert ErrorEntry.objects.filter(account=in_acme.account).count() == 1


def test_what_may_not_be_reached_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, in_acme: Actor, crm: WebAddress
) -> None:
    told = notice(in_acme, "webhook", crm.pk)
    attempt(monkeypatch, told, fails(outward.Refused("private")))
    assert told.state == NoticeState.FAILED
    assert "private" in told.outcome


def test_a_deleted_address_is_told_nothing(in_acme: Actor) -> None:
    told = notice(in_acme, "webhook", uuid4())
    delivery.deliver(told.pk)
    told.refresh_from_db()
    assert told.state == NoticeState.NOT_NEEDED


def test_a_notice_that_is_claimed_is_nobody_elses(
    in_acme: Actor, crm: WebAddress
) -> None:
    told = notice(in_acme, "webhook", crm.pk)
    assert delivery.claim_due() == [told.pk]
    assert delivery.claim_due() == []


def missed(actor: Actor, result: str, *, over: bool = True) -> CallNotice:
    """A notice about a call to a user, whose record is there."""
    user = Seat.objects.select_related("user").all()[0].user
    PhoneUser.objects.filter(pk=user.pk).update(email="alex@acme.pbx.test")
    now = timezone.now()
    told = notice(actor, "missed", user.pk)
    CallRecord.objects.create(
        account=actor.account,
        pbx="pbx1",
        linkedid="1.1",
        direction="internal",
        result=result,
        caller_number="1002",
        caller_name="Robin\nBcc: all@example.com",
        dialled="1001",
        started_at=now,
        ended_at=now,
    )
    if over:
        CallStep.objects.create(
            account=actor.account,
            pbx="pbx1",
            event_key=uuid4(),
            linkedid="1.1",
            uniqueid="1.1",
            kind="end",
            at=now,
        )
    return told


def deliver(told: CallNotice) -> CallNotice:
    delivery.deliver(told.pk)
    told.refresh_from_db()
    return told


def test_a_missed_call_is_mailed(in_acme: Actor) -> None:
    told = deliver(missed(in_acme, "no_answer"))
    assert told.state == NoticeState.DONE
    (sent,) = mail.outbox
    assert sent.to == ["alex@acme.pbx.test"]
    assert "\n" not in sent.subject
    assert "1002" in sent.subject


@pytest.mark.parametrize(
    ("language", "subject"), [("", "Appel manqué"), ("en", "Missed call")]
)
def test_the_mail_speaks_as_the_person_reads(
    in_acme: Actor, manager: User, language: str, subject: str
) -> None:
    in_acme.account.preferences = {"language": "fr"}
    in_acme.account.save()
    told = missed(in_acme, "no_answer")
    manager.preferences = {"language": language} if language else {}
    manager.save()
    PhoneUser.objects.filter(pk=told.target).update(login=manager)
    deliver(told)
    assert mail.outbox[0].subject.startswith(subject)


def test_an_answered_call_is_not(in_acme: Actor) -> None:
    assert deliver(missed(in_acme, "answered")).state == NoticeState.NOT_NEEDED
    assert mail.outbox == []


def test_a_call_that_goes_on_is_waited_for_but_not_for_ever(in_acme: Actor) -> None:
    told = deliver(missed(in_acme, "no_answer", over=False))
    assert (told.state, told.attempts) == (NoticeState.WAITING, 0)
    told.at -= delivery.LONGEST_CALL + timedelta(seconds=1)
    told.save()
    assert deliver(told).state == NoticeState.FAILED
    assert mail.outbox == []


def test_a_user_without_an_address_is_an_error(in_acme: Actor) -> None:
    told = missed(in_acme, "no_answer")
    PhoneUser.objects.update(email="")
    assert deliver(told).state == NoticeState.FAILED
