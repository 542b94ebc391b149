"""How people see pages: their own choice, the account's, the portal's."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.utils import timezone, translation
from rest_framework.test import APIClient

from devices.models import Device
from tenants import applications, preferences
from tenants.actor import Actor, acting
from tenants.models import Account, ErrorEntry, OutboxEntry, User
from tenants.services import start_pages
from tenants.services.entrance import forget_accounts
from tenants.units import Unit

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 31, 23, 5, 7, 120_000, tzinfo=UTC)
PAGE = "/me/preferences/"
REST = "/api/v1/me/preferences/"


@pytest.fixture
def told(acme: Account) -> None:
    """Acme's error log has one entry, and acme a time zone."""
    Account.objects.filter(pk=acme.pk).update(timezone="America/Chicago")
    ErrorEntry.objects.create(account=acme, source="test", message="Gone wrong")
    ErrorEntry.objects.update(at=AT)
    forget_accounts()


def errors(page: Client) -> str:
    return page.get("/a/acme/errors/").content.decode()


def shown(text: str, **values: Any) -> str:
    return Template("{% load moments %}" + text).render(Context(values))


# --- inheriting ---------------------------------------------------------------------


def test_own_before_the_account_before_the_portal(manager: User, acme: Account) -> None:
    acme.preferences = {"date_format": "mdy", "time_format": "12"}
    manager.preferences = {"date_format": "dmy", "timezone": "Asia/Tokyo"}
    found = preferences.of_person(manager, acme)
    assert (found["date_format"], found["time_format"]) == ("dmy", "12")
    assert found["digits"] == settings.PREFERENCES["digits"]
    assert found["timezone"] == "Asia/Tokyo"
    assert preferences.of_person(None, acme)["timezone"] == acme.timezone


def test_what_has_gone_since_is_inherited(manager: User, acme: Account) -> None:
    manager.preferences = {"language": "tlh", "timezone": "Mars/Base", "digits": "?"}
    found = preferences.of_person(manager, acme)
    assert not found.own
    assert found["timezone"] == acme.timezone


def test_a_browsers_colours_stand_between(manager: User, acme: Account) -> None:
    acme.preferences = {"colour_scheme": "dark"}
    assert preferences.of_person(manager, acme).theme("") == "dark"
    assert preferences.of_person(manager, acme).theme("light") == "light"
    manager.preferences = {"colour_scheme": "system"}
    assert preferences.of_person(manager, acme).theme("light") == ""


# --- formats ------------------------------------------------------------------------


def test_every_language_has_formats_that_follow() -> None:
    for code, _label in settings.LANGUAGES:
        locale = translation.to_locale(code)
        assert import_module(f"pbxportal.formats.{locale}.formats").DATE_FORMAT


def test_templates_write_as_the_person_prefers() -> None:
    values = {**preferences.of_portal(), "timezone": "Asia/Tokyo"}
    text = (
        "{{ at }}|{{ at|date:'DATE_FORMAT' }}|{{ at|date:'DATETIME_SECONDS_FORMAT' }}"
        "|{{ at|milliseconds }}|{{ n }}|{{ n|floatformat:'1g' }}"
    )
    with preferences.in_force(preferences.Preferences(values)):
        found = shown(text, at=AT, n=1234.5)
    assert found == (
        "2027-01-01 08:05|2027-01-01|2027-01-01 08:05:07|08:05:07.120|1234.5|1,234.5"
    )
    values |= {"date_format": "mdy", "time_format": "12", "digits": "1.234,5"}
    with preferences.in_force(preferences.Preferences(values)):
        found = shown(text, at=AT, n=1234.5)
    assert found == (
        "01/01/2027 8:05 AM|01/01/2027|01/01/2027 8:05:07 AM|8:05:07.120 AM"
        "|1234,5|1.234,5"
    )


# --- pages --------------------------------------------------------------------------


def test_pages_obey(page: Client, manager: User, told: None) -> None:
    assert "2026-12-31 17:05" in errors(page)
    answer = page.post(
        PAGE,
        {
            "timezone": "Asia/Tokyo",
            "date_format": "dmy-dots",
            "time_format": "12",
            "colour_scheme": "dark",
        },
    )
    assert answer.url == PAGE
    manager.refresh_from_db()
    assert manager.preferences.keys() == {
        "timezone",
        "date_format",
        "time_format",
        "colour_scheme",
    }
    seen = errors(page)
    assert "01.01.2027 8:05 AM" in seen
    assert 'data-bs-theme="dark"' in seen
    assert 'data-timezone="Asia/Tokyo"' in seen
    assert timezone.get_current_timezone_name() == "UTC"


def test_an_account_sets_what_its_people_inherit(page: Client, told: None) -> None:
    url = "/a/acme/settings/preferences/"
    assert page.post(url, {"date_format": "month-day"}).status_code == 302
    forget_accounts()
    assert "Dec 31, 2026 17:05" in errors(page)
    assert "Inherit (Dec 31, 2026)" in page.get(PAGE).content.decode()
    assert "Inherit (2026-12-31)" in page.get(url).content.decode()


def test_the_palette_is_the_person_s_then_the_account_s(
    page: Client, told: None
) -> None:
    assert 'data-palette="standard"' in errors(page)
    url = "/a/acme/settings/preferences/"
    assert page.post(url, {"palette": "colour-blind"}).status_code == 302
    forget_accounts()
    assert 'data-palette="colour-blind"' in errors(page)
    assert "Inherit (For colour-blind people)" in page.get(PAGE).content.decode()
    page.post(PAGE, {"palette": "standard"})
    assert 'data-palette="standard"' in errors(page)
    assert page.post(PAGE, {"palette": "grey"}).context["form"].errors


def test_what_the_account_hides_is_brought_to_its_telephones(
    page: Client, acme: Account, told: None
) -> None:
    OutboxEntry.objects.all().delete()
    url = "/a/acme/settings/preferences/"
    assert page.post(url, {"digits": "1.234,5"}).status_code == 302
    assert not OutboxEntry.objects.exists()
    assert page.post(url, {"caller_privacy": "number"}).status_code == 302
    with acting(Actor(acme)):
        devices = {str(pk) for pk in Device.objects.values_list("pk", flat=True)}
    waiting = OutboxEntry.objects.filter(account=acme, kind=Unit.DEVICE)
    assert devices and {each.key for each in waiting} == devices
    assert OutboxEntry.objects.count() == len(devices)
    OutboxEntry.objects.all().delete()
    page.post(url, {"caller_privacy": "nothing"})
    assert OutboxEntry.objects.count() == len(devices)
    OutboxEntry.objects.all().delete()
    # What the portal says already changes nothing.
    page.post(url, {})
    assert not OutboxEntry.objects.exists()


def test_who_acts_for_the_reseller_sees_what_the_accounts_people_see(
    client: Client, acme: Account, told: None
) -> None:
    admin = User.objects.get(email="reseller@pbx.test")
    admin.preferences = {"date_format": "mdy"}
    admin.save()
    client.force_login(admin)
    enter = f"/a/reseller/accounts/{acme.pk}/enter/"
    assert client.post(enter, {"reason": "test"}).status_code == 302
    seen = errors(client)
    assert "2026-12-31 17:05" in seen
    assert "/me/preferences/" not in seen.replace("/api/v1/me/preferences/", "")


def test_moments_of_callflows_stay_on_the_accounts_clock(
    page: Client, manager: User, told: None
) -> None:
    manager.preferences = {"timezone": "Asia/Tokyo"}
    manager.save()
    answer = page.get("/a/acme/scheduled-publications/")
    assert answer.wsgi_request.resolver_match.func.view_class.on_account_clock


def test_wrong_choices_are_named(page: Client) -> None:
    answer = page.post(PAGE, {"timezone": "Mars/Base"})
    assert answer.context["form"].errors.keys() == {"timezone"}


def test_one_switches_between_oneself_and_the_organization(page: Client) -> None:
    assert "Manage organization" in page.get("/me/").content.decode()
    seen = page.get("/a/acme/seats/").content.decode()
    assert "My account" in seen and "Manage organization" not in seen


# --- phone numbers ------------------------------------------------------------------


def test_numbers_as_the_person_wants_them(in_acme: Actor, manager: User) -> None:
    from tenants.shown_numbers import shown as number

    assert number("+12025550123") == "+1 202-555-0123"
    manager.preferences = {"number_format": "national"}
    seen = preferences.of_person(manager, in_acme.account)
    with preferences.in_force(seen):
        assert number("+12025550123") == "(202) 555-0123"


# --- the start page -----------------------------------------------------------------


def test_every_application_has_a_page_to_begin_with(acme: Account) -> None:
    known = [*applications.known(False), *applications.known(True)]
    offered = dict(start_pages.offered(Actor(acme)))
    assert {each.key for each in known} - offered.keys() <= {"settings", "accounts"}


def test_the_start_page_is_the_one_chosen(page: Client, manager: User) -> None:
    manager.preferences = {"start_page": "history"}
    manager.save()
    assert page.get("/", follow=True).redirect_chain[-1][0] == "/a/acme/history/"
    # What has been closed, or is not this person's, is passed by.
    manager.preferences = {"start_page": "accounts"}
    manager.save()
    assert page.get("/", follow=True).redirect_chain[-1][0] == "/a/acme/seats/"


# --- REST ---------------------------------------------------------------------------


def test_over_rest(api: APIClient, manager: User) -> None:
    found = api.get(REST).json()
    assert found["date_format"] == "" and found["inherited"]["date_format"] == "ymd"
    found = api.patch(REST, {"date_format": "mdy", "digits": "1.234,5"}).json()
    assert (found["date_format"], found["digits"]) == ("mdy", "1.234,5")
    assert api.patch(REST, {"date_format": ""}).json()["date_format"] == ""
    manager.refresh_from_db()
    assert manager.preferences == {"digits": "1.234,5"}
    for wrong in ({"date_format": "x"}, {"shoe_size": 42}, []):
        answer = api.patch(REST, wrong)
        assert answer.status_code == 400
    assert "shoe_size" in str(api.patch(REST, {"shoe_size": 42}).json())


def test_rest_answers_in_utc(api: APIClient, manager: User) -> None:
    manager.preferences = {"timezone": "Asia/Tokyo"}
    manager.save()
    row = api.get("/api/v1/accounts/acme/people/").json()["results"][0]
    assert row["last_login"] is None or row["last_login"].endswith("Z")


def test_account_defaults_over_rest(api: APIClient) -> None:
    url = "/api/v1/accounts/acme/settings/preferences/"
    assert api.patch(url, {"time_format": "12"}).json()["time_format"] == "12"
    forget_accounts()
    assert api.get(REST).json()["inherited"]["time_format"] == "12"
    assert api.patch(url, {"time_format": "13"}).status_code == 400
    found = api.patch(url, {"caller_privacy": "both", "palette": "colour-blind"})
    assert found.json()["caller_privacy"] == "both"
    forget_accounts()
    inherited = api.get(REST).json()["inherited"]
    assert inherited["palette"] == "colour-blind"
    # It is the telephone's user who hides, not who signs in.
    assert "caller_privacy" not in inherited
    assert "caller_privacy" in str(api.patch(url, {"caller_privacy": "all"}).json())
    assert api.patch(REST, {"caller_privacy": "both"}).status_code == 400
