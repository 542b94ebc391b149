"""Time frames as people make them: rows of rules, private ones, holiday calendars."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rest_framework.test import APIClient

from callflows.models import TimeFrame
from tenants.actor import Actor, acting
from tenants.models import Account, OutboxEntry
from tests.callflows.samples import node
from tests.support.objects import member

LIST = "/a/acme/time-frames/"
API = "/api/v1/accounts/acme/"


def stored(name: str) -> TimeFrame:
    """The frame as it is now; requests have left the account's schema."""
    with acting(Actor(Account.objects.get(slug="acme"))):
        return TimeFrame.objects.get(name=name)


def rows(*entries: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """What a browser sends for a form with these rows."""
    data = {"rules-TOTAL_FORMS": len(entries), "rules-INITIAL_FORMS": 0, **fields}
    for number, entry in enumerate(entries):
        data |= {f"rules-{number}-{name}": value for name, value in entry.items()}
    return data


def test_rules_are_made_of_rows(page: Client, in_acme: Actor) -> None:
    office = {"weekdays": ["mon", "wed"], "start": "09:00", "end": "17:00"}
    party = {
        "first": "2026-12-24",
        "first_time": "12:00",
        "last": "2026-12-27",
        "last_time": "08:30",
    }
    night = {"start": "22:00", "end": "00:00", "first": "2026-12-31", "yearly": "on"}
    sent = rows(office, party, night, {}, name="Many")
    assert page.post(f"{LIST}new/", sent).status_code == 302
    frame = stored("Many")
    assert frame.rules == [
        office,
        {"from": "2026-12-24 12:00", "to": "2026-12-27 08:30"},
        {"start": "22:00", "end": "24:00", "from": "12-31", "to": "12-31"},
        {},
    ]
    # What the form shows again means the same.
    shown = page.get(f"{LIST}{frame.pk}/edit/").context["form"]
    again = rows(*(_sent(form) for form in shown.row_groups[0].formset.forms))
    page.post(f"{LIST}{frame.pk}/edit/", again)
    assert stored("Many").rules == frame.rules


def _sent(form: Any) -> dict[str, Any]:
    values = {name: form[name].value() for name in form.fields}
    shown = {
        name: form.fields[name].widget.format_value(v) for name, v in values.items()
    }
    shown |= {"weekdays": values["weekdays"] or []}
    shown["yearly"] = "on" if values["yearly"] else ""
    return {name: value for name, value in shown.items() if value}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"start": "09:00", "end": "09:00"}, "Ends at: not possible"),
        ({"last": "2026-12-24", "first": "2026-12-25"}, "To date: not possible"),
        ({"first_time": "09:00"}, "From date"),
        ({"start": "nine"}, "Begins at"),
    ],
)
def test_a_wrong_row_is_named(
    page: Client, row: dict[str, Any], message: str, in_acme: Actor
) -> None:
    answer = page.post(f"{LIST}new/", rows({}, row, name="Wrong"))
    assert answer.status_code == 200
    assert f"Rule 2, {message}" in " ".join(answer.context["form"].non_field_errors())
    with pytest.raises(TimeFrame.DoesNotExist):
        stored("Wrong")


def test_rows_come_and_go_without_losing_what_was_typed(page: Client) -> None:
    one, two = {"start": "09:00"}, {"start": "10:00", "weekdays": ["mon", "tue"]}
    sent = rows(one, two, name="Half made", rows="rules:add")
    form = page.post(f"{LIST}new/", sent).context["form"]
    formset = form.row_groups[0].formset
    assert [f["start"].value() for f in formset.forms] == ["09:00", "10:00", None]
    assert form["name"].value() == "Half made"
    form = page.post(f"{LIST}new/", {**sent, "rows": "rules:0"}).context["form"]
    (left,) = form.row_groups[0].formset.forms
    assert left["weekdays"].value() == ["mon", "tue"]
    for odd in ("rules:99", "rules:x", "other:add", "x"):
        assert page.post(f"{LIST}new/", {**sent, "rows": odd}).status_code == 200


def test_the_name_stays(page: Client, api: APIClient, in_acme: Actor) -> None:
    frame = TimeFrame.objects.create(name="Office", rules=[{}])
    page.post(f"{LIST}{frame.pk}/edit/", rows({"start": "08:00"}, name="Other"))
    assert stored("Office").rules == [{"start": "08:00", "end": "24:00"}]
    answer = api.patch(
        f"{API}time-frames/{frame.pk}/", {"name": "Other"}, format="json"
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "name"


def test_a_private_frame_is_only_seen_by_its_owner(page: Client, acme: Account) -> None:
    user, client = member(acme, "user"), Client()
    client.force_login(user)
    made = client.post("/a/acme/my-time-frames/new/", rows({}, name="My lunch"))
    path = made.headers["Location"]
    assert client.get(path).status_code == 200
    assert page.get(path).status_code == 404
    assert "My lunch" in client.get(LIST).content.decode()
    assert "My lunch" not in page.get(LIST).content.decode()
    offered = page.get("/api/v1/accounts/acme/references/time_frame/")
    assert "My lunch" not in offered.content.decode()
    # Another one may have the same name, and so may everybody's.
    for address in ("/a/acme/my-time-frames/new/", f"{LIST}new/"):
        assert page.post(address, rows({}, name="My lunch")).status_code == 302
    again = client.post("/a/acme/my-time-frames/new/", rows({}, name="My lunch"))
    assert "You have a time frame of this name." in again.content.decode()


def test_a_user_sees_shared_frames_and_changes_none(
    client: Client, acme: Account, in_acme: Actor
) -> None:
    frame = TimeFrame.objects.create(name="Office", rules=[{}])
    client.force_login(member(acme, "user"))
    shown = client.get(f"{LIST}{frame.pk}/")
    assert shown.status_code == 200
    assert "edit_url" not in shown.context
    assert client.get(f"{LIST}{frame.pk}/edit/").status_code == 403
    assert client.get(f"/a/acme/my-time-frames/{frame.pk}/edit/").status_code == 404


def test_two_shared_frames_have_two_names(api: APIClient, in_acme: Actor) -> None:
    body = {"name": "Office", "rules": [{}]}
    assert api.post(f"{API}time-frames/", body, format="json").status_code == 201
    answer = api.post(f"{API}time-frames/", body, format="json")
    assert answer.status_code == 400
    assert "of this name" in answer.content.decode()


def test_what_asks_for_a_frame_is_named_and_published_again(
    page: Client, api: APIClient, in_acme: Actor
) -> None:
    frame = TimeFrame.objects.create(name="Office", rules=[{}])
    draft = node("time_of_day", frames=[frame.pk])
    body = {"name": "By the clock", "numbers": ["8500"], "draft": draft}
    flow = api.post(f"{API}callflows/", body, format="json").json()["id"]
    api.post(f"{API}callflows/{flow}/publish/", {}, format="json")
    shown = page.get(f"{LIST}{frame.pk}/").content.decode()
    assert "By the clock" in shown
    OutboxEntry.objects.all().delete()
    page.post(f"{LIST}{frame.pk}/edit/", rows({"start": "08:00"}))
    assert OutboxEntry.objects.filter(key=flow).exists()


def test_the_week_that_is_asked_for_is_shown(page: Client, in_acme: Actor) -> None:
    rule = {"from": "2026-12-24 12:00", "to": "2026-12-27 08:30"}
    frame = TimeFrame.objects.create(name="Party", rules=[rule])
    shown = page.get(f"{LIST}{frame.pk}/?week=2026-12-25").content.decode()
    assert "12:00-24:00" in shown
    assert "00:00-08:30" in shown
    for odd in ("x", "0001-01-01", "9999-12-31", "2026-13-01"):
        assert page.get(f"{LIST}{frame.pk}/?week={odd}").status_code == 200


@pytest.fixture
def calendar(in_acme: Actor) -> TimeFrame:
    rules = [{"name": "Christmas", "from": "12-25", "to": "12-25"}]
    kind = TimeFrame.Kind.HOLIDAYS
    return TimeFrame.objects.create(name="Holidays", kind=kind, rules=rules)


FILE = "name,from,to\nChristmas,12-25,\nEaster Monday,2027-03-29,\n"


def test_a_calendar_is_made_of_named_days(page: Client, in_acme: Actor) -> None:
    sent = rows(
        {"name": "Canada Day", "first": "2026-07-01", "yearly": "on"}, name="CA"
    )
    assert page.post("/a/acme/holiday-calendars/new/", sent).status_code == 302
    frame = stored("CA")
    assert frame.kind == "holidays"
    assert frame.rules == [{"name": "Canada Day", "from": "07-01", "to": "07-01"}]
    nameless = rows({"first": "2026-07-01"}, name="US")
    answer = page.post("/a/acme/holiday-calendars/new/", nameless)
    assert "Holiday 1, Name" in " ".join(answer.context["form"].non_field_errors())


def test_a_file_is_shown_before_it_is_taken_in(
    page: Client, calendar: TimeFrame
) -> None:
    path = f"/a/acme/holiday-calendars/{calendar.pk}/import/"
    file = SimpleUploadedFile("days.csv", FILE.encode())
    shown = page.post(path, {"file": file, "replace": ""})
    assert [(str(title), len(rows)) for title, rows in shown.context["lists"]] == [
        ("New", 1),
        ("There already", 1),
        ("Would be removed", 0),
    ]
    assert len(stored("Holidays").rules) == 1
    confirmed = {"text": FILE, "replace": "False", "confirm": "1"}
    assert page.post(path, confirmed).status_code == 302
    assert [rule["name"] for rule in stored("Holidays").rules] == [
        "Christmas",
        "Easter Monday",
    ]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a,b\n"])
def test_a_useless_file_changes_nothing(
    page: Client, calendar: TimeFrame, content: bytes
) -> None:
    path = f"/a/acme/holiday-calendars/{calendar.pk}/import/"
    file = SimpleUploadedFile("days.csv", content)
    answer = page.post(path, {"file": file, "confirm": "1"})
    assert answer.status_code == 200
    assert stored("Holidays").rules == calendar.rules


def test_files_over_rest(api: APIClient, calendar: TimeFrame) -> None:
    path = f"{API}time-frames/{calendar.pk}/"
    tried = api.post(
        f"{path}import/",
        {"text": FILE, "replace": True, "dry_run": True},
        format="json",
    ).json()
    assert [rule["name"] for rule in tried["added"]] == ["Easter Monday"]
    assert len(api.get(path).json()["rules"]) == 1
    api.post(f"{path}import/", {"text": FILE}, format="json")
    assert len(api.get(path).json()["rules"]) == 2
    assert (
        "Easter Monday,2027-03-29" in api.get(f"{path}export/?as=csv").content.decode()
    )
    assert "SUMMARY:Easter Monday" in api.get(f"{path}export/").content.decode()
    broken = api.post(f"{path}import/", {"text": "x"}, format="json")
    assert broken.status_code == 400
