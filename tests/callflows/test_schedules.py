"""Publications at a time to come: once, late rather than never, and back again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from callflows.models import Callflow, ScheduledPublication
from callflows.services import drafts, publishing, schedules
from tenants import outbox, refs
from tenants.actor import Actor
from tenants.models import AuditEntry, ErrorEntry, OutboxEntry, User
from tests.support.staying import staying

SCHEDULES = "/api/v1/accounts/acme/scheduled-publications/"
DAY, SUMMER = {"module": "hangup", "data": {"cause": "busy"}}, {"module": "hangup"}
HOUR = timedelta(hours=1)


@pytest.fixture
def api(api: APIClient, in_acme: Actor) -> APIClient:
    return staying(api, in_acme)


@pytest.fixture
def page(page: Client, in_acme: Actor) -> Client:
    return staying(page, in_acme)


@pytest.fixture
def flow(in_acme: Actor) -> Callflow:
    flow = drafts.create_callflow("Front desk", DAY, ["8000"])
    publishing.publish(flow)
    return drafts.save_draft(flow, SUMMER, 1)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, flow: Callflow) -> Any:
    """Lets the worker look at its outbox at that time."""
    began = timezone.now()

    def look(after: timedelta) -> None:
        for module in ("callflows.services.schedules", "tenants.outbox"):
            monkeypatch.setattr(f"{module}.timezone.now", lambda: began + after)
        outbox.relay()
        monkeypatch.undo()

    return look


def live(flow: Callflow) -> Any:
    flow.refresh_from_db()
    return (flow.live.number, flow.live.document) if flow.live else None


def soon(hours: float) -> datetime:
    return timezone.now() + timedelta(hours=hours)


def test_it_goes_live_once_and_returns_once(flow: Callflow, at: Any) -> None:
    row = schedules.schedule(flow, soon(1), soon(3), note="Summer")
    at(HOUR / 2)
    assert live(flow) == (1, DAY)
    for _ in range(2):
        at(HOUR * 1.5)
        assert live(flow) == (2, SUMMER)
    row.refresh_from_db()
    assert (row.state, row.result) == ("live", "v2 went live.")
    assert flow.live is not None
    assert flow.live.note == "Summer"
    for _ in range(2):
        at(HOUR * 4)
        assert live(flow) == (3, DAY)
    row.refresh_from_db()
    assert (row.state, row.result) == ("done", "v3 went live, the same as v1.")
    assert not OutboxEntry.objects.filter(kind=schedules.KIND).exists()


def test_calling_the_handler_again_does_nothing(flow: Callflow, in_acme: Actor) -> None:
    row = schedules.schedule(flow, soon(1))
    for _ in range(2):  # too early
        schedules.carry_out(in_acme.account, [str(row.pk)])
    assert live(flow) == (1, DAY)
    ScheduledPublication.objects.update(at=soon(-1))
    for _ in range(3):
        schedules.carry_out(in_acme.account, [str(row.pk)])
    assert live(flow) == (2, SUMMER)
    schedules.carry_out(in_acme.account, ["00000000-0000-4000-8000-000000000000"])


def test_a_worker_that_dies_leaves_all_as_it_was(
    flow: Callflow, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    schedules.schedule(flow, soon(1))

    def die(*args: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("callflows.services.schedules._finish", die)
        at(HOUR * 2)
    assert live(flow) == (1, DAY)
    at(HOUR * 50)  # late, but not lost
    assert live(flow) == (2, SUMMER)


def test_the_document_is_frozen_when_it_is_scheduled(flow: Callflow, at: Any) -> None:
    schedules.schedule(flow, soon(1))
    drafts.save_draft(flow, {"module": "hangup", "data": {"cause": "rejected"}}, 2)
    at(HOUR * 2)
    assert live(flow) == (2, SUMMER)


def test_a_version_can_be_scheduled(flow: Callflow, at: Any) -> None:
    publishing.publish(flow)
    schedules.schedule(flow, soon(1), version=1)
    at(HOUR * 2)
    assert live(flow) == (3, DAY)


def test_what_was_published_in_between_stays(
    flow: Callflow, at: Any, in_acme: Actor
) -> None:
    row = schedules.schedule(flow, soon(1), soon(3))
    at(HOUR * 2)
    publishing.publish(flow, "meanwhile")
    at(HOUR * 4)
    assert live(flow) == (3, SUMMER)
    row.refresh_from_db()
    assert row.state == "failed"
    assert "v3 was published in between" in row.result
    error = ErrorEntry.objects.get(account=in_acme.account, source="schedule")
    assert "Front desk" in error.message


def test_red_findings_keep_it_from_going_live(
    flow: Callflow, at: Any, in_acme: Actor
) -> None:
    row = schedules.schedule(flow, soon(1), soon(3))
    ScheduledPublication.objects.update(document={"module": "teleport"})
    at(HOUR * 2)
    assert live(flow) == (1, DAY)
    row.refresh_from_db()
    assert row.state == "failed"
    assert "not known here" in row.result
    assert ErrorEntry.objects.filter(account=in_acme.account).count() == 1
    at(HOUR * 4)
    assert live(flow) == (1, DAY)


def test_nothing_is_published_when_its_time_is_over(flow: Callflow, at: Any) -> None:
    row = schedules.schedule(flow, soon(1), soon(3))
    at(HOUR * 4)
    assert live(flow) == (1, DAY)
    row.refresh_from_db()
    assert "had passed already" in row.result


def test_where_nothing_was_live_nothing_is_live_again(
    in_acme: Actor, flow: Callflow, at: Any
) -> None:
    new = drafts.create_callflow("New", SUMMER, ["8001"])
    schedules.schedule(new, soon(1), soon(3))
    at(HOUR * 2)
    assert live(new) == (1, SUMMER)
    OutboxEntry.objects.filter(due_at=None).delete()
    at(HOUR * 4)
    assert live(new) is None


def test_cancelling_before_and_during(flow: Callflow, at: Any) -> None:
    row = schedules.schedule(flow, soon(1))
    assert schedules.cancel(row).state == "cancelled"
    at(HOUR * 2)
    assert live(flow) == (1, DAY)
    with pytest.raises(ValidationError, match="still to come"):
        schedules.cancel(row)
    other = schedules.schedule(flow, soon(1), soon(3))
    at(HOUR * 2)
    assert schedules.cancel(other).result == "v2 stays: the return was cancelled."
    at(HOUR * 4)
    assert live(flow) == (2, SUMMER)


def test_it_is_published_in_the_name_of_who_scheduled_it(
    api: APIClient, flow: Callflow, manager: User, at: Any
) -> None:
    body = {"callflow": str(flow.pk), "at": soon(1).isoformat()}
    assert api.post(SCHEDULES, body).status_code == 201
    at(HOUR * 2)
    assert live(flow) == (2, SUMMER)
    assert flow.live is not None
    assert flow.live.author == manager
    entry = AuditEntry.objects.filter(verb="publish").first()
    assert entry is not None
    assert entry.user == manager


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"at": "2020-01-01T00:00"}, "at"),
        ({"at": "2099-01-01T00:00"}, "at"),
        ({"at": "soon"}, "at"),
        ({}, "at"),
        ({"version": 9}, "version"),
        ({"back_at": "2026-01-01T00:00"}, "back_at"),
        ({"note": "a\0b"}, "note"),
        ({"callflow": "00000000-0000-4000-8000-000000000000"}, "callflow"),
        ({"callflow": "x"}, "callflow"),
    ],
)
def test_bad_input_names_its_field(
    api: APIClient, flow: Callflow, body: dict[str, Any], field: str
) -> None:
    at = {} if not body else {"at": soon(1).isoformat()}
    answer = api.post(SCHEDULES, {"callflow": str(flow.pk), **at, **body})
    assert answer.status_code == 400
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert not ScheduledPublication.objects.exists()


def test_a_document_with_errors_is_not_scheduled(
    api: APIClient, flow: Callflow
) -> None:
    drafts.save_draft(flow, {"module": "teleport"}, 2)
    body = {"callflow": str(flow.pk), "at": soon(1).isoformat()}
    answer = api.post(SCHEDULES, body)
    assert answer.status_code == 400
    assert "not known here" in str(answer.json())


def test_times_are_on_the_accounts_clock(
    api: APIClient, flow: Callflow, in_acme: Actor
) -> None:
    in_acme.account.timezone = "America/Vancouver"
    in_acme.account.save()
    year = timezone.now().year + 1
    body = {"callflow": str(flow.pk), "at": f"{year}-01-04T06:00"}
    answer = api.post(SCHEDULES, body)
    assert answer.status_code == 201
    assert answer.json()["at"] == f"{year}-01-04T06:00:00-08:00"
    row = ScheduledPublication.objects.get()
    assert row.at == datetime(year, 1, 4, 14, tzinfo=UTC)
    listed = api.get(SCHEDULES, {"callflow": str(flow.pk)}).json()["results"]
    assert [entry["id"] for entry in listed] == [str(row.pk)]
    assert api.get(SCHEDULES, {"callflow": "x"}).json()["results"] == []
    assert api.delete(f"{SCHEDULES}{row.pk}/").status_code == 204
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert api.delete(f"{SCHEDULES}{row.pk}/").status_code == 400


def test_the_pages_schedule_list_and_cancel(page: Client, flow: Callflow) -> None:
    path = f"/a/acme/callflows/{flow.pk}/schedule/"
    assert page.get(path).status_code == 200
    wrong = page.post(path, {"at": "2020-01-01T00:00"})
    assert "Choose a time to come." in wrong.content.decode()
    year = timezone.now().year + 1
    form = {"version": "1", "at": f"{year}-07-01T06:00", "back_at": ""}
    assert page.post(path, form).status_code == 302
    row = ScheduledPublication.objects.get()
    assert row.source == 1
    shown = page.get(f"/a/acme/callflows/{flow.pk}/").content.decode()
    assert f"/a/acme/scheduled-publications/{row.pk}/" in shown
    assert "Front desk" in page.get("/a/acme/scheduled-publications/").content.decode()
    own = f"/a/acme/scheduled-publications/{row.pk}/"
    assert "Cancel the publication" in page.get(own).content.decode()
    page.post(f"{own}cancel/")
    assert "Cancel the publication" not in page.get(own).content.decode()


def test_what_is_to_go_live_holds_on_to_what_it_points_at(
    in_acme: Actor, flow: Callflow
) -> None:
    other = drafts.create_callflow("Night", DAY)
    jump = {"module": "callflow", "data": {"callflow": str(other.pk)}}
    stored = drafts.save_draft(flow, jump, 2)
    row = schedules.schedule(stored, soon(1))
    drafts.save_draft(stored, DAY, 3)
    assert [use.pk for use in refs.used_by("callflow", other.pk)] == [row.pk]
    with pytest.raises(ValidationError, match="still used by"):
        drafts.delete_callflow(other)
    schedules.cancel(row)
    drafts.delete_callflow(other)
