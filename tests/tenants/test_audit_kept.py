"""For how long the audit is kept, and who was in an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pbxportal.celery import app
from tenants import audit, tasks
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, Masquerade, User
from tenants.services import logs, masquerade

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ten_days(db: None, settings: Any) -> None:
    settings.AUDIT_DAYS = 10
    AuditEntry.objects.all().delete()


def done(account: Account, days: int, verb: str) -> None:
    """Something that was done so many days ago."""
    with acting(Actor(account)):
        audit.record(verb, account)
    aged(AuditEntry.objects.filter(verb=verb), days)


def aged(rows: Any, days: int) -> None:
    rows.update(at=timezone.now() - timedelta(days=days))


def kept() -> set[str]:
    return set(AuditEntry.objects.values_list("verb", flat=True))


def test_what_was_done_long_ago_is_removed_everywhere(
    acme: Account, globex: Account, reseller: Account
) -> None:
    done(acme, 9, "new")
    for account, verb in ((acme, "a"), (globex, "b"), (reseller, "c")):
        done(account, 11, verb)
    Account.objects.filter(pk=globex.pk).update(deleted_at=timezone.now())
    tasks.prune_audit()
    assert kept() == {"new"}


@pytest.mark.parametrize("days", [0, -1])
def test_it_can_be_kept_for_ever(acme: Account, settings: Any, days: int) -> None:
    settings.AUDIT_DAYS = days
    done(acme, 5_000, "old")
    tasks.prune_audit()
    assert kept() == {"old"}


def test_no_statement_deletes_more_than_a_batch(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        done(acme, 11, f"{number}")
    monkeypatch.setattr(logs, "BATCH", 2)
    with CaptureQueriesContext(connection) as captured:
        logs.prune()
    deletes = [
        query["sql"]
        for query in captured
        if query["sql"].startswith('DELETE FROM "tenants_auditentry"')
    ]
    assert [sql.count("::uuid") for sql in deletes] == [2, 2, 1]
    assert kept() == set()


def entered(user: User, account: Account, days: int, over: bool = True) -> Masquerade:
    """One that began so many days ago, with what it left in the audit."""
    opened = masquerade.begin(user, account, f"{days} days ago")
    then = timezone.now() - timedelta(days=days)
    ends = then + timedelta(hours=1) if over else timezone.now() + timedelta(hours=1)
    Masquerade.objects.filter(pk=opened.pk).update(started_at=then, expires_at=ends)
    aged(opened.entries.all(), days)
    return opened


def test_who_was_there_goes_with_the_last_that_they_did(
    acme: Account, globex: Account
) -> None:
    admin = User.objects.get(email="reseller@pbx.test")
    entered(admin, acme, 11)
    entered(admin, acme, 9)
    # Open for so long, which only a longer setting of before can have allowed.
    entered(admin, globex, 12, over=False)
    late = entered(User.objects.get(email="operator@pbx.test"), acme, 13)
    with acting(Actor(acme, masquerade=late)):
        audit.record("late", acme)
    tasks.prune_audit()
    reasons = set(Masquerade.objects.values_list("reason", flat=True))
    assert reasons == {"9 days ago", "12 days ago", "13 days ago"}
    assert AuditEntry.objects.get(verb="late").masquerade == late


def test_the_page_tells_for_how_long(page: Client, settings: Any) -> None:
    told = "removed from here after 10 days"
    assert told in page.get("/a/acme/audit/").content.decode()
    settings.AUDIT_DAYS = 0
    assert "removed from here" not in page.get("/a/acme/audit/").content.decode()


def test_the_clock_starts_it() -> None:
    started = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert tasks.prune_audit.name in started
