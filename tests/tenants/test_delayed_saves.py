"""Saves at a time to come: on pages and in REST, carried out once, or told why not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from devices.models import Device
from extensions.models import Conference
from tenants import outbox
from tenants.actor import Actor, acting
from tenants.models import (
    Account,
    AuditEntry,
    Contact,
    DelayedSave,
    ErrorEntry,
    Masquerade,
    Membership,
    OutboxEntry,
    User,
)
from tenants.services import delayed_saves, masquerade
from tests.support.later import form_of, in_hours, later, let_time_pass, only
from tests.support.staying import staying

PAGES = "/a/acme/"
REST = "/api/v1/accounts/acme/"
CONFERENCE = {"name": "Monday round", "number": "700", "pin": ""}


@pytest.fixture
def api(api: APIClient, in_acme: Actor) -> APIClient:
    return staying(api, in_acme)


@pytest.fixture
def page(page: Client, in_acme: Actor) -> Client:
    return staying(page, in_acme)


@pytest.fixture
def acme(acme: Account) -> Account:
    """With the address that its settings ask for."""
    acme.street, acme.city, acme.country = "1 Quay", "Paris", "FR"
    acme.save()
    return acme


@pytest.fixture
def conference(in_acme: Actor) -> Conference:
    Conference.objects.create(name="Board", number="799")
    return Conference.objects.create(name="Monday round", number="700")


def test_nothing_is_saved_before_its_time_and_then_once(
    page: Client, conference: Conference
) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    answer = page.post(url, later({**form_of(page, url), "name": "Tuesday round"}))
    assert answer.status_code == 302
    outbox.relay()
    conference.refresh_from_db()
    assert conference.name == "Monday round"
    row = only()
    assert (row.title, row.state) == ("Conference: Monday round", "waiting")
    assert row.changes == [["Name", "Tuesday round"]]
    seen = page.get(url).content.decode()
    assert f"/delayed-saves/{row.pk}/" in seen
    for _ in range(2):
        let_time_pass()
        conference.refresh_from_db()
        assert conference.name == "Tuesday round"
    row = only()
    assert (row.state, row.result, row.sealed) == ("done", "Saved.", "")
    entries = AuditEntry.objects.filter(kind="conference", verb="change")
    assert [entry.user for entry in entries] == [row.user]
    assert f"/delayed-saves/{row.pk}/" not in page.get(url).content.decode()


def test_what_others_change_meanwhile_stays(
    page: Client, conference: Conference
) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    page.post(url, later({**form_of(page, url), "name": "Tuesday round"}))
    Conference.objects.filter(pk=conference.pk).update(number="701")
    let_time_pass()
    conference.refresh_from_db()
    assert (conference.name, conference.number) == ("Tuesday round", "701")


def test_a_new_object_is_made_as_it_was_typed(page: Client) -> None:
    url = f"{PAGES}conferences/new/"
    offered = form_of(page, url)
    page.post(url, later({**offered, "name": "Monday round", "number": "700"}))
    assert not Conference.objects.exists()
    let_time_pass()
    assert only().result == "Saved."
    found = Conference.objects.get()
    assert (found.name, found.number, found.tones) == ("Monday round", "700", True)


@pytest.mark.parametrize(
    "change, told",
    [
        ({"name": ""}, "required"),
        ({"number": "799"}, "number already exists"),
        ({}, "Nothing is changed"),
        ({"name": "B", "save_at": ""}, "required"),
        ({"name": "B", "save_at": "2020-01-01T10:00"}, "a time to come"),
        ({"name": "B", "save_at": "2090-01-01T10:00"}, "within two years"),
    ],
)
def test_what_is_wrong_is_told_at_once(
    page: Client, conference: Conference, change: dict[str, str], told: str
) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    answer = page.post(url, {**later(form_of(page, url)), **change})
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not DelayedSave.objects.exists()
    assert not AuditEntry.objects.filter(kind="conference").exists()
    assert not OutboxEntry.objects.filter(kind=delayed_saves.KIND).exists()


def test_what_has_become_wrong_is_told_in_the_error_log(
    page: Client, conference: Conference
) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    page.post(url, later({**form_of(page, url), "number": "702"}))
    Conference.objects.create(name="Another", number="702")
    let_time_pass()
    conference.refresh_from_db()
    assert conference.number == "700"
    row = only()
    assert row.state == "failed" and "number already exists" in row.result
    error = ErrorEntry.objects.get(source="delayed")
    assert (error.object_id, row.result in error.message) == (row.pk, True)


def test_what_is_gone_is_told(page: Client, conference: Conference) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    page.post(url, later({**form_of(page, url), "name": "B"}))
    conference.delete()
    let_time_pass()
    assert only().state == "failed" and "not there any more" in only().result


def test_who_has_lost_the_right_saves_nothing(
    page: Client, conference: Conference, manager: User
) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    page.post(url, later({**form_of(page, url), "name": "B"}))
    Membership.objects.filter(user=manager).update(role="read_only")
    let_time_pass()
    conference.refresh_from_db()
    assert (conference.name, only().state) == ("Monday round", "failed")


def test_one_that_is_called_off_never_happens(
    page: Client, conference: Conference
) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    page.post(url, later({**form_of(page, url), "name": "B"}))
    cancel = reverse("delayed-save-cancel", args=["acme", only().pk])
    page.post(cancel)
    let_time_pass()
    conference.refresh_from_db()
    assert (conference.name, only().state) == ("Monday round", "cancelled")
    again = page.post(cancel, follow=True).content.decode()
    assert "Nothing of this is still to come" in again
    verbs = AuditEntry.objects.filter(kind="delayedsave").values_list("verb", flat=True)
    assert sorted(verbs) == ["cancel", "schedule"]


def test_a_section_of_settings_waits(page: Client, acme: Account) -> None:
    url = f"{PAGES}settings/general/"
    page.post(url, later({**form_of(page, url), "name": "Acme Ltd"}))
    Account.objects.filter(pk=acme.pk).update(city="Lyon")
    let_time_pass()
    acme.refresh_from_db()
    assert (acme.name, acme.city, only().title) == ("Acme Ltd", "Lyon", "General")


def test_a_reseller_changes_an_account_below_later(
    client: Client, acme: Account
) -> None:
    client.force_login(User.objects.get(email="reseller@pbx.test"))
    url = f"/a/reseller/accounts/{acme.pk}/settings/general/"
    client.post(url, later({**form_of(client, url), "name": "Acme Ltd"}))
    assert only().title == "Acme Tools: General"
    assert only().account.slug == "reseller"
    let_time_pass()
    acme.refresh_from_db()
    assert acme.name == "Acme Ltd"


def test_a_masquerade_may_end_before(
    client: Client, acme: Account, reseller: Account
) -> None:
    user = User.objects.get(email="reseller@pbx.test")
    with acting(Actor(reseller, user, "reseller_admin")):
        opened = masquerade.begin(user, acme, "Help")
    client.force_login(user)
    url = f"{PAGES}contacts/new/"
    kim = {"name": "Kim", "email": "kim@acme.test", "kind": "other"}
    client.post(url, later(kim))
    Masquerade.objects.filter(pk=opened.pk).update(ended_at=timezone.now())
    let_time_pass()
    assert Contact.objects.get(account=acme).name == "Kim"
    entry = AuditEntry.objects.get(kind="contact")
    assert (entry.user, entry.masquerade) == (user, opened)


def test_who_no_longer_manages_the_account_saves_nothing_there(
    client: Client, acme: Account, reseller: Account
) -> None:
    user = User.objects.get(email="reseller@pbx.test")
    with acting(Actor(reseller, user, "reseller_admin")):
        opened = masquerade.begin(user, acme, "Help")
    client.force_login(user)
    kim = {"name": "Kim", "email": "kim@acme.test", "kind": "other"}
    client.post(f"{PAGES}contacts/new/", later(kim))
    Masquerade.objects.filter(pk=opened.pk).update(ended_at=timezone.now())
    Membership.objects.filter(user=user).delete()
    let_time_pass()
    assert not Contact.objects.filter(account=acme).exists()
    assert only().state == "failed"


def test_secrets_are_in_no_list(page: Client, conference: Conference) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    names = [name for name in form_of(page, url) if "pin" in name] or ["pin"]
    page.post(url, later({**form_of(page, url), names[0]: "4711"}))
    row = only()
    assert "4711" not in str(row.changes) and "4711" not in row.sealed
    assert not AuditEntry.objects.filter(changes__icontains="4711").exists()
    assert "4711" not in page.get(f"{PAGES}delayed-saves/{row.pk}/").content.decode()


def test_where_there_is_no_button_nothing_is_saved_at_once(page: Client) -> None:
    url = f"{PAGES}devices/new/"
    assert "Save later" not in page.get(url).content.decode()
    answer = page.post(url, later({**form_of(page, url), "name": "Desk"}))
    assert answer.status_code == 403
    assert not Device.objects.filter(name="Desk").exists()


# --- saving and going on -------------------------------------------------------------


def test_saving_stays_or_leads_to_the_list(
    page: Client, conference: Conference
) -> None:
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    data = form_of(page, url)
    assert page.post(url, data)["Location"] == f"{PAGES}conferences/"
    assert page.post(url, {**data, "then": "stay"})["Location"] == url
    new = f"{PAGES}conferences/new/"
    another = {**form_of(page, new), "name": "Another", "number": "701", "then": "stay"}
    assert page.post(new, another)["Location"] == new
    assert Conference.objects.filter(name="Another").exists()


# --- REST ----------------------------------------------------------------------------


def test_rest_changes_later(api: APIClient, conference: Conference) -> None:
    url = f"{REST}conferences/{conference.pk}/"
    made = api.patch(f"{url}?save_at={in_hours(1)}", {"name": "B"}, format="json")
    assert made.status_code == 202, made.json()
    assert made.json()["changes"] == [{"field": "name", "value": "B"}]
    assert api.get(url).json()["name"] == "Monday round"
    Conference.objects.filter(pk=conference.pk).update(number="701")
    let_time_pass()
    found = api.get(url).json()
    assert (found["name"], found["number"]) == ("B", "701")
    row = api.get(f"{REST}delayed-saves/{made.json()['id']}/").json()
    assert (row["state"], row["result"]) == ("done", "Saved.")


def test_rest_makes_later(api: APIClient) -> None:
    at = in_hours(1)
    body = {"name": "Monday round", "number": "700"}
    made = api.post(f"{REST}conferences/?save_at={at}", body, format="json")
    assert made.status_code == 202, made.json()
    assert not Conference.objects.exists()
    let_time_pass()
    assert Conference.objects.get().number == "700"


def test_rest_calls_off(api: APIClient, conference: Conference) -> None:
    url = f"{REST}conferences/{conference.pk}/"
    made = api.patch(f"{url}?save_at={in_hours(1)}", {"name": "B"}, format="json")
    row = f"{REST}delayed-saves/{made.json()['id']}/"
    assert api.delete(row).status_code == 204
    assert api.delete(row).status_code == 400
    let_time_pass()
    assert api.get(url).json()["name"] == "Monday round"
    listed = api.get(f"{REST}delayed-saves/?state=cancelled").json()["results"]
    assert [each["id"] for each in listed] == [made.json()["id"]]
    assert api.get(f"{REST}delayed-saves/?state=waiting").json()["results"] == []


@pytest.mark.parametrize(
    "query, body, field",
    [
        ("soon", {"name": "B"}, "save_at"),
        ("2020-01-01T10:00Z", {"name": "B"}, "save_at"),
        ("2099-01-01T10:00Z", {"name": "B"}, "save_at"),
        ("", {"name": ""}, "name"),
        ("", {"number": "799"}, "number"),
    ],
)
def test_rest_tells_at_once_what_is_wrong(
    api: APIClient, conference: Conference, query: str, body: Any, field: str
) -> None:
    at = query or in_hours(1)
    url = f"{REST}conferences/{conference.pk}/?save_at={at}"
    answer = api.patch(url, body, format="json")
    assert answer.status_code == 400
    assert [each["field"] for each in answer.json()["errors"]] == [field]
    assert not DelayedSave.objects.exists()


@pytest.mark.parametrize(
    "method, path, body",
    [
        ("post", "seats/", {"first_name": "A", "last_name": "B", "extension": "1177"}),
        ("delete", "conferences/{pk}/", {}),
        ("post", "leave/", {}),
    ],
)
def test_what_can_only_be_done_at_once_is_not_done_instead(
    api: APIClient, conference: Conference, method: str, path: str, body: Any
) -> None:
    url = f"{REST}{path.format(pk=conference.pk)}?save_at={in_hours(1)}"
    answer = getattr(api, method)(url, body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "save_at"
    assert Conference.objects.filter(pk=conference.pk).exists()


def test_rest_changes_settings_later(api: APIClient, acme: Account) -> None:
    url = f"{REST}settings/general/?save_at={in_hours(1)}"
    made = api.patch(url, {"name": "Acme Ltd"}, format="json")
    assert made.status_code == 202, made.json()
    wrong = api.patch(url, {"naem": "Acme Ltd"}, format="json")
    assert wrong.status_code == 400
    let_time_pass()
    acme.refresh_from_db()
    assert acme.name == "Acme Ltd"
    row = only()
    assert re.search(r"settings/general/", page_of(row))


def page_of(row: DelayedSave) -> str:
    return reverse(row.route, kwargs={"account": row.account.slug, **row.kwargs})


def test_so_many_may_wait_at_most(
    page: Client,
    api: APIClient,
    conference: Conference,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delayed_saves, "MOST_WAITING", 1)
    url = f"{PAGES}conferences/{conference.pk}/edit/"
    typed = {**form_of(page, url), "name": "Tuesday round"}
    assert page.post(url, later(typed)).status_code == 302
    answer = page.post(url, later(typed))
    assert "1 saves are waiting already" in str(answer.context["form"].errors)
    path = f"{REST}conferences/{conference.pk}/?save_at={in_hours(2)}"
    answer = api.patch(path, {"name": "Friday round"}, format="json")
    assert answer.status_code == 400
    assert "waiting already" in answer.content.decode()
    delayed_saves.cancel(only())
    assert page.post(url, later(typed)).status_code == 302
