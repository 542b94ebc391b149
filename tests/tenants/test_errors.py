"""The error log: counted, linked, seen, forgotten."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from callflows.models import WebAddress
from pbxportal.celery import app
from tenants import audit, tasks
from tenants.actor import Actor, acting
from tenants.audit_words import SOURCES
from tenants.models import Account, ApiToken, ErrorEntry, Severity, User
from tenants.services import errors, objects
from tests.architecture.test_exports import rows
from tests.support.objects import member

ERRORS = "/api/v1/accounts/acme/errors/"


def entries(account: Account) -> list[ErrorEntry]:
    return list(ErrorEntry.objects.filter(account=account).order_by("at"))


# --- counted ------------------------------------------------------------------------


def test_a_loop_that_fails_fills_one_row(in_acme: Actor, acme: Account) -> None:
    for _ in range(50):
        audit.error(acme, "publish", "refused")
    (entry,) = entries(acme)
    assert entry.count == 50
    assert entry.first_at < entry.at


def test_what_varies_is_told_of_the_last_time(in_acme: Actor, acme: Account) -> None:
    for version in range(1, 4):
        audit.error(acme, "publish", f"v{version}: refused", alike="refused")
    (entry,) = entries(acme)
    assert (entry.count, entry.message) == (3, "v3: refused")


def test_what_differs_stays_apart(
    in_acme: Actor, acme: Account, globex: Account
) -> None:
    audit.error(acme, "publish", "refused")
    audit.error(acme, "publish", "refused", severity=Severity.WARNING)
    audit.error(acme, "fax", "refused")
    audit.error(acme, "publish", "away")
    audit.error(globex, "publish", "refused")
    assert [entry.count for entry in entries(acme)] == [1, 1, 1, 1]
    assert len(entries(globex)) == 1


def test_what_fails_again_after_it_was_seen_is_new(
    in_acme: Actor, acme: Account
) -> None:
    audit.error(acme, "publish", "refused")
    errors.see(errors.of(acme))
    audit.error(acme, "publish", "refused")
    assert [entry.seen_at is None for entry in entries(acme)] == [False, True]
    assert errors.unseen(acme) == 1


def test_an_accounts_log_has_an_end(
    in_acme: Actor, acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "MOST_ERRORS", 3)
    for number in range(5):
        audit.error(acme, "publish", f"No. {number}")
    assert [entry.message for entry in entries(acme)] == ["No. 2", "No. 3", "No. 4"]


# --- seen ---------------------------------------------------------------------------


def test_one_is_marked_over_rest(
    api: APIClient, acme: Account, manager: User, globex: Account
) -> None:
    audit.error(acme, "publish", "one")
    audit.error(acme, "publish", "two")
    audit.error(globex, "publish", "theirs")
    one, _two = entries(acme)
    told = api.post(f"{ERRORS}{one.pk}/seen/").json()
    assert told["seen_by"]["email"] == manager.email
    assert [row["message"] for row in found(api, seen="0")] == ["two"]
    assert [row["message"] for row in found(api, seen="1")] == ["one"]
    assert api.post(f"{ERRORS}seen/").json() == {"seen": 1}
    assert found(api, seen="0") == []
    assert errors.unseen(globex) == 1
    assert api.post(f"{ERRORS}{entries(globex)[0].pk}/seen/").status_code == 404


def test_a_reading_token_marks_nothing(acme: Account, manager: User) -> None:
    audit.error(acme, "publish", "one")
    client = APIClient()
    key = ApiToken.issue(manager, "reading", scope="read")[1]
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    assert client.get(ERRORS).status_code == 200
    assert client.post(f"{ERRORS}seen/").status_code == 403


def test_the_toolbar_counts_what_nobody_has_seen(page: Client, acme: Account) -> None:
    assert "to look at" not in page.get("/a/acme/seats/").content.decode()
    audit.error(acme, "publish", "one")
    audit.error(acme, "publish", "two")
    assert 'data-count="2"' in page.get("/a/acme/seats/").content.decode()
    (one, _two) = entries(acme)
    answer = page.post(f"/a/acme/errors/{one.pk}/seen/")
    assert answer["Location"] == "/a/acme/errors/"
    assert 'data-count="1"' in page.get("/a/acme/seats/").content.decode()
    page.post("/a/acme/errors/seen/")
    assert errors.unseen(acme) == 0


def test_marking_leads_back_to_the_narrowed_list(page: Client, acme: Account) -> None:
    def back(came_from: str) -> str:
        headers = {"Referer": came_from}
        return str(page.post("/a/acme/errors/seen/", headers=headers)["Location"])

    here = "http://testserver/a/acme/errors/"
    assert back(f"{here}?seen=0&page=2") == "/a/acme/errors/?seen=0&page=2"
    assert back("https://evil.example/a/x/?seen=0") == "/a/acme/errors/"


def test_others_see_and_mark_nothing(acme: Account) -> None:
    client = Client()
    client.force_login(member(acme, "supervisor"))
    for path in ("/a/acme/errors/seen/", f"{ERRORS}seen/"):
        assert client.post(path).status_code == 403
    assert client.get(ERRORS).status_code == 403


# --- read ---------------------------------------------------------------------------


def found(client: APIClient, **asked: Any) -> list[dict[str, Any]]:
    answer = client.get(ERRORS, asked)
    assert answer.status_code == 200, answer.json()
    return list(answer.json()["results"])


def test_filters(api: APIClient, in_acme: Actor, acme: Account) -> None:
    address = WebAddress(name="CRM", url="https://crm.example/")
    objects.save(address)
    audit.error(acme, "pivot", "no answer", about=address, severity=Severity.WARNING)
    audit.error(acme, "publish", "refused")
    now = timezone.now()
    ErrorEntry.objects.filter(source="publish").update(
        first_at=now - timedelta(days=5), at=now - timedelta(days=3)
    )

    def named(**asked: Any) -> list[str]:
        return [row["source"] for row in found(api, **asked)]

    assert named() == ["pivot", "publish"]
    assert named(severity="warning") == ["pivot"]
    assert named(source="publish") == ["publish"]
    assert named(object=str(address.pk)) == ["pivot"]
    assert named(**{"from": (now - timedelta(days=1)).isoformat()}) == ["pivot"]
    # It failed from five days ago until three days ago.
    four = (now - timedelta(days=4)).isoformat()
    assert named(**{"from": four, "to": four}) == ["publish"]
    answer = api.get(ERRORS, {"severity": "bad"})
    assert answer.json()["errors"][0]["field"] == "severity"


def test_the_page_leads_to_the_object(
    page: Client, in_acme: Actor, acme: Account
) -> None:
    address = WebAddress(name="CRM", url="https://crm.example/")
    objects.save(address)
    audit.error(acme, "pivot", "no answer", about=address)
    shown = page.get("/a/acme/errors/").content.decode()
    assert f'href="/a/acme/web-addresses/{address.pk}/' in shown
    gone = address.pk
    with acting(in_acme):
        address.delete()
    assert (
        "web-addresses/" + str(gone) not in page.get("/a/acme/errors/").content.decode()
    )
    header, row, *_rest = rows(page, "/a/acme/errors/?export=csv")
    told = dict(zip(header, row, strict=True))
    assert told["Severity"] == "Error"
    assert told["What"] == "Question to a program"
    assert told["Times"] == "1"
    assert told["Object"] == "CRM"


# --- forgotten ----------------------------------------------------------------------


def test_what_failed_long_ago_is_removed(
    in_acme: Actor, acme: Account, settings: Any
) -> None:
    settings.ERROR_DAYS = 10
    for days in (9, 11):
        audit.error(acme, "publish", f"{days} days ago")
        at = timezone.now() - timedelta(days=days)
        ErrorEntry.objects.filter(message=f"{days} days ago").update(at=at)
    tasks.prune_errors()
    assert [entry.message for entry in entries(acme)] == ["9 days ago"]


def test_the_clock_starts_it() -> None:
    started = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert tasks.prune_errors.name in started


def test_every_source_has_its_words() -> None:
    root = Path(audit.__file__).parent.parent
    text = "".join(
        path.read_text()
        for app_dir in (
            "callflows",
            "telephony",
            "extensions",
            "queues",
            "devices",
            "billing",
        )
        for path in (root / app_dir).rglob("*.py")
    )
    named = set(re.findall(r'audit\.error\(\s*[\w.]+,\s*"(\w+)"', text))
    assert len(named) > 8
    assert named - set(SOURCES) == set()
