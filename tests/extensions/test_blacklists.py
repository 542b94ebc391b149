"""Blacklists: how numbers are read, who may change them, and which of them count."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from extensions.models import Blacklist
from extensions.models.blacklist import MOST_NUMBERS, check_numbers
from extensions.services import blacklists
from extensions.services.blacklists import MOST_LISTS, read_numbers
from telephony.models import OutsideRules
from telephony.publish.compile import compile_unit
from telephony.services import outside
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, OutboxEntry
from tenants.models.membership import Role
from tenants.units import Unit
from tests.support.objects import member

pytestmark = pytest.mark.django_db

REST = "/api/v1/accounts/acme/blacklists/"
PAGES = "/a/acme/blacklists/"
SECTION = "/a/acme/settings/blacklists/"
SECTION_REST = "/api/v1/accounts/acme/settings/blacklists/"


@pytest.fixture
def canada(acme: Account) -> None:
    OutsideRules.objects.create(account=acme, country="CA")


def made(name: str = "Nuisance", **fields: Any) -> Blacklist:
    found = Blacklist(name=name, **{"numbers": ["+16045550199"], **fields})
    blacklists.save_blacklist(found)
    return found


def publications() -> int:
    return OutboxEntry.objects.filter(kind=Unit.OUTBOUND).count()


# --- numbers ------------------------------------------------------------------------


def test_numbers_are_read_as_they_are_dialled(in_acme: Actor, canada: None) -> None:
    typed = ["604 555-0199", "+1 (604) 555.0199", "011 44 20 7946 0000", "+1 900*"]
    assert read_numbers(typed) == ["+16045550199", "+442079460000", "+1900*"]


@pytest.mark.parametrize(
    "typed", ["1001", "911", "604*", "*", "+*", "+0123*", "anonymous", "+1;6", "٠١٢*"]
)
def test_what_is_no_number_is_named(in_acme: Actor, canada: None, typed: str) -> None:
    with pytest.raises(ValidationError) as error:
        read_numbers(["+16045550199", typed])
    (text,) = error.value.message_dict["numbers"]
    assert f"“{typed}”" in text and "+1900*" in text and "0199" not in text


@given(st.lists(st.text("0123456789+*-( x", max_size=18), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_read_can_be_stored_and_read_again(
    in_acme: Actor, typed: list[str]
) -> None:
    try:
        found = read_numbers(typed)
    except ValidationError:
        return
    check_numbers(found)
    assert read_numbers(found) == found


@pytest.mark.parametrize(
    ("numbers", "word"),
    [(["6045550199"], "neither"), ("+1900*", "at most"), (["+1900"], "neither")],
)
def test_nothing_else_is_ever_stored(numbers: Any, word: str) -> None:
    with pytest.raises(ValidationError) as error:
        check_numbers(numbers)
    assert word in error.value.messages[0]


# --- pages and REST -----------------------------------------------------------------


def test_a_list_is_made_shown_changed_and_deleted_on_its_pages(
    page: Client, acme: Account, canada: None
) -> None:
    body = {"name": "Nuisance", "numbers": "604 555 0199\n+1900*", "active": "on"}
    before = publications()
    assert page.post(f"{PAGES}new/", body).status_code == 302
    with acting(Actor(acme)):
        row = Blacklist.objects.get()
    assert (row.numbers, row.active) == (["+16045550199", "+1900*"], True)
    assert publications() == before + 1
    text = page.get(f"{PAGES}{row.pk}/").content.decode()
    assert "+1 604-555-0199, +1900*" in text
    text = page.get(f"{PAGES}{row.pk}/edit/").content.decode()
    assert "+16045550199\n+1900*" in text
    answer = page.post(f"{PAGES}{row.pk}/edit/", {**body, "numbers": "1001"})
    (fault,) = answer.context["form"].errors["numbers"]
    assert "“1001”" in fault
    answer = page.post(f"{PAGES}{row.pk}/edit/", {**body, "numbers": " "})
    assert "empty" in answer.context["form"].errors["numbers"][0]
    assert page.post(f"{PAGES}{row.pk}/delete/").status_code == 302
    assert publications() == before + 2
    verbs = AuditEntry.objects.filter(kind="blacklist").values_list("verb", flat=True)
    assert sorted(verbs) == ["create", "delete"]


def test_an_empty_list_is_refused(api: APIClient, acme: Account) -> None:
    answer = api.post(REST, {"name": "Nobody"}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "numbers"
    answer = api.post(REST, {"name": "Hidden", "hidden": True}, format="json")
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "numbers",
    [["+16045550199"] * (MOST_NUMBERS + 1), ["x" * 41], "+1900*", [["+1900*"]]],
)
def test_rest_names_what_is_wrong(api: APIClient, acme: Account, numbers: Any) -> None:
    answer = api.post(REST, {"name": "X", "numbers": numbers}, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"].startswith("numbers")


def test_there_are_so_many_lists_at_most(api: APIClient, acme: Account) -> None:
    with acting(Actor(acme)):
        for n in range(MOST_LISTS):
            made(f"List {n}")
    answer = api.post(REST, {"name": "One more", "hidden": True}, format="json")
    assert answer.status_code == 400
    assert str(MOST_LISTS) in answer.content.decode()
    with acting(Actor(acme)):
        assert Blacklist.objects.count() == MOST_LISTS


def test_rest_changes_a_part(api: APIClient, acme: Account) -> None:
    with acting(Actor(acme)):
        row = made()
    answer = api.patch(f"{REST}{row.pk}/", {"active": False}, format="json")
    assert answer.json() == {
        "id": str(row.pk),
        "name": "Nuisance",
        "active": False,
        "hidden": False,
        "numbers": ["+16045550199"],
    }
    before = publications()
    assert api.delete(f"{REST}{row.pk}/").status_code == 204
    assert publications() == before + 1


def test_who_may_only_look_changes_nothing(client: Client, acme: Account) -> None:
    with acting(Actor(acme)):
        row = made()
    client.force_login(member(acme, Role.READ_ONLY, "looks@acme.test"))
    assert client.get(f"{PAGES}{row.pk}/").status_code == 200
    assert client.post(f"{PAGES}{row.pk}/delete/").status_code == 403
    assert client.get(f"{PAGES}new/").status_code == 403


def test_a_number_is_proposed_to_a_list(page: Client, acme: Account) -> None:
    with acting(Actor(acme)):
        row = made()
    text = page.get(f"{PAGES}{row.pk}/edit/?number=%2B16045550188").content.decode()
    assert "+16045550199\n+16045550188" in text
    text = page.get(f"{PAGES}new/?number=nonsense").content.decode()
    assert "nonsense" not in text


# --- which of them count ------------------------------------------------------------


def test_the_account_chooses_which_lists_count(page: Client, acme: Account) -> None:
    with acting(Actor(acme)):
        first, second = made("First"), made("Second", active=False)
    assert "Second" in page.get(SECTION).content.decode()
    assert page.post(SECTION, {"active": [str(second.pk)]}).status_code == 302
    with acting(Actor(acme)):
        first.refresh_from_db()
        second.refresh_from_db()
    assert [each.name for each in blacklists.active(acme)] == ["Second"]
    assert (first.active, second.active) == (False, True)


def test_who_manages_the_account_chooses_too(
    rest: APIClient, acme: Account, globex: Account
) -> None:
    with acting(Actor(acme)):
        row = made(active=False)
    with acting(Actor(globex)):
        foreign = made("Globex")
    url = f"/api/v1/accounts/reseller/sub-accounts/{acme.pk}/settings/blacklists/"
    assert rest.get(url).json() == {"active": []}
    answer = rest.patch(url, {"active": [str(row.pk)]}, format="json")
    assert answer.json() == {"active": [str(row.pk)]}
    answer = rest.patch(url, {"active": [str(foreign.pk)]}, format="json")
    assert answer.status_code == 400
    with acting(Actor(acme)):
        assert Blacklist.objects.get().active


def test_without_lists_the_section_says_where_they_come_from(
    page: Client, acme: Account
) -> None:
    assert "None yet" in page.get(SECTION).content.decode()


def test_what_counts_is_published_and_told_on_the_page_of_outside_calls(
    page: Client, api: APIClient, acme: Account, canada: None
) -> None:
    with acting(Actor(acme)):
        made("Quiet", numbers=["+16045550177"], active=False)
        made(numbers=["+16045550199", "+1900*"])
        compiled = compile_unit(acme, Unit.OUTBOUND, "", 1)
        info = outside.info(acme)
    assert compiled is not None
    names = {p.extension for p in compiled.contexts[0].priorities}
    assert {"b16045550199", "_b1900!"} <= names and "b16045550177" not in names
    assert info.refuses("+16045550199") == "Nuisance"
    text = page.get("/a/acme/outside-calls/?number=6045550199").content.decode()
    assert "on the blacklist “Nuisance”" in text
    call = api.get("/api/v1/accounts/acme/outside-calls/?number=6045550199").json()
    assert (call["call"]["blacklist"], call["call"]["allowed"]) == ("Nuisance", False)
    assert call["call"]["carriers"] == []
    help_ = api.get("/api/v1/accounts/acme/outside-calls/?number=911").json()["call"]
    assert (help_["blacklist"], help_["allowed"]) == (None, True)


def test_another_accounts_lists_do_not_count(acme: Account, globex: Account) -> None:
    with acting(Actor(globex)):
        made()
    assert blacklists.active(acme) == ()
    assert [each.name for each in blacklists.active(globex)] == ["Nuisance"]
