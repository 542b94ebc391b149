"""One's own telephone: whose it is, and what they may set there."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from extensions.models import PhoneUser
from extensions.services import logins
from extensions.services.seats import NewSeat, create_seat
from extensions.services.state import features
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, OutboxEntry, User
from tenants.models.membership import Role
from tenants.services.accounts import add_member
from tenants.units import Unit
from tests.support.later import form_of, later, let_time_pass, only
from tests.support.objects import member
from tests.support.staying import staying

pytestmark = pytest.mark.django_db

PAGE, EDIT = "/a/acme/my-telephone/", "/a/acme/my-telephone/edit/"
REST = "/api/v1/accounts/acme/my-telephone/"


@pytest.fixture
def person(acme: Account) -> User:
    return member(acme, Role.USER, "person@acme.test")


@pytest.fixture
def phone(acme: Account, person: User) -> PhoneUser:
    """Extension 1001, which is the person's own."""
    with acting(Actor(acme)):
        found = PhoneUser.objects.get(extension="1001")
        logins.give(found, person)
    return found


@pytest.fixture
def mine(client: Client, person: User) -> Client:
    """A browser in which the person is signed in."""
    client.force_login(person)
    return client


def fields(**changes: str) -> dict[str, str]:
    return {
        "caller_privacy": "",
        "forward_always": "",
        "forward_busy": "",
        "forward_no_answer": "",
        **changes,
    }


# --- what one sets oneself ----------------------------------------------------------


def test_a_person_without_other_rights_sets_their_own_telephone(
    mine: Client, acme: Account, phone: PhoneUser, person: User
) -> None:
    text = mine.get(PAGE).content.decode()
    assert "1001" in text and EDIT in text
    wanted = fields(caller_privacy="both", forward_busy="1002", do_not_disturb="on")
    assert mine.post(EDIT, wanted).status_code == 302
    with acting(Actor(acme)):
        phone.refresh_from_db()
        values = {feature.value: value for feature, value in features(phone).items()}
    assert phone.caller_privacy == "both"
    assert (values["forward_busy"], bool(values["do_not_disturb"])) == ("1002", True)
    kinds = set(OutboxEntry.objects.values_list("kind", flat=True))
    assert {Unit.DEVICE.value, Unit.USER_STATE.value} <= kinds
    entries = AuditEntry.objects.filter(object_id=phone.pk, user=person)
    assert entries.exists()
    # What is shown outside, and whose the telephone is, are the office manager's.
    assert phone.caller_number == "" and phone.login == person


def test_what_is_not_theirs_to_set_is_not_taken(
    mine: Client, acme: Account, phone: PhoneUser
) -> None:
    sent = fields(caller_number="+16045550100", login="")
    assert mine.post(EDIT, sent).status_code == 302
    with acting(Actor(acme)):
        phone.refresh_from_db()
    assert phone.caller_number == "" and phone.login is not None
    assert mine.get("/a/acme/users/").status_code == 403


def test_a_wrong_number_is_named(mine: Client, phone: PhoneUser) -> None:
    answer = mine.post(EDIT, fields(forward_always="1001"))
    assert "own extension" in answer.context["form"].errors["forward_always"][0]


def test_without_one_the_page_says_who_can_mend_that(mine: Client) -> None:
    text = mine.get(PAGE).content.decode()
    assert "No telephone is yours yet" in text
    for answer in (mine.get(EDIT), mine.post(EDIT, fields())):
        assert (answer.status_code, answer["Location"]) == (302, PAGE)


def test_rest_reads_and_changes_ones_own(
    api: APIClient, acme: Account, manager: User
) -> None:
    assert api.get(REST).status_code == 204
    refused = api.patch(REST, {"do_not_disturb": True}, format="json")
    assert refused.status_code == 400 and "yours" in refused.content.decode()
    with acting(Actor(acme)):
        logins.give(PhoneUser.objects.get(extension="1001"), manager)
    body = {"caller_privacy": "number", "do_not_disturb": True}
    answer = api.patch(REST, body, format="json")
    assert answer.json().items() >= {**body, "extension": "1001"}.items()
    answer = api.patch(REST, {"forward_busy": "1002"}, format="json")
    assert answer.json().items() >= {**body, "forward_busy": "1002"}.items()
    answer = api.patch(REST, {"caller_privacy": "all"}, format="json")
    assert answer.json()["errors"][0]["field"] == "caller_privacy"


def test_who_steps_in_from_above_has_none_there(
    acme: Account, phone: PhoneUser, person: User
) -> None:
    with acting(Actor(acme, person, Role.USER)) as actor:
        assert logins.own(actor) == phone
    with acting(Actor(acme)) as actor:
        assert logins.own(actor) is None


def test_the_menu_of_the_person_leads_there(mine: Client) -> None:
    assert PAGE in mine.get(PAGE).content.decode()


def test_what_was_to_be_saved_later_fails_for_who_has_none_by_then(
    page: Client, in_acme: Actor, manager: User
) -> None:
    phone = PhoneUser.objects.get(extension="1001")
    logins.give(phone, manager)
    staying(page, in_acme)
    sent = later({**form_of(page, EDIT), "caller_privacy": "both"})
    assert page.post(EDIT, sent).status_code == 302
    logins.give(phone, None)
    let_time_pass()
    row = only()
    assert row.state == "failed"
    assert "not there any more" in row.result


# --- whose it is --------------------------------------------------------------------


def test_the_office_manager_says_whose_a_telephone_is(
    page: Client, acme: Account, person: User, globex: Account
) -> None:
    stranger = member(globex, Role.USER, "stranger@globex.test")
    with acting(Actor(acme)):
        first, second = PhoneUser.objects.order_by("extension")[:2]
    url = f"/a/acme/users/{first.pk}/state/"
    assert page.post(url, fields(login=str(person.pk))).status_code == 302
    assert "person@acme.test" in page.get(f"/a/acme/users/{first.pk}/").content.decode()
    answer = page.post(url, fields(login=str(stranger.pk)))
    assert answer.context["form"].errors.keys() == {"login"}
    answer = page.post(
        f"/a/acme/users/{second.pk}/state/", fields(login=str(person.pk))
    )
    assert "already" in str(answer.context["form"].errors)


def test_rest_says_whose_a_telephone_is(
    api: APIClient, acme: Account, globex: Account, person: User
) -> None:
    stranger = member(globex, Role.USER, "stranger@globex.test")
    with acting(Actor(acme)):
        phone = PhoneUser.objects.get(extension="1001")
    url = f"/api/v1/accounts/acme/users/{phone.pk}/login/"

    def send(login: Any) -> Any:
        return api.patch(url, {"login": login}, format="json")

    assert send(str(person.pk)).json() == {"login": str(person.pk)}
    assert send(str(stranger.pk)).json()["errors"][0]["field"] == "login"
    assert api.get(url).json() == {"login": str(person.pk)}
    assert send(None).json() == {"login": None}


def test_who_is_gone_from_the_account_is_not_told_any_more(
    page: Client, acme: Account, phone: PhoneUser, person: User
) -> None:
    url = f"/a/acme/users/{phone.pk}/"
    assert "person@acme.test" in page.get(url).content.decode()
    acme.memberships.filter(user=person).delete()
    assert "person@acme.test" not in page.get(url).content.decode()


def test_a_new_seat_is_the_member_s_who_has_its_e_mail(
    in_acme: Actor, person: User
) -> None:
    seat, _ = create_seat(NewSeat("Pat", "1788", email="Person@ACME.test"))
    assert seat.user.login == person
    again, _ = create_seat(NewSeat("Pat", "1789", email="person@acme.test"))
    assert again.user.login is None, "one telephone a person"


def test_who_joins_finds_the_telephone_with_their_e_mail(
    acme: Account, globex: Account
) -> None:
    with acting(Actor(acme)):
        seat, _ = create_seat(NewSeat("Pat", "1788", email="pat@acme.test"))
    pat = User.objects.create_user("pat@acme.test", "x")
    add_member(globex, pat, Role.USER)
    add_member(acme, pat, Role.USER)
    with acting(Actor(acme)):
        seat.user.refresh_from_db()
    assert seat.user.login == pat


def test_of_two_telephones_with_the_same_e_mail_nobody_chooses(acme: Account) -> None:
    with acting(Actor(acme)):
        for extension in ("1788", "1789"):
            create_seat(NewSeat("Pat", extension, email="pat@acme.test"))
    pat = User.objects.create_user("pat@acme.test", "x")
    add_member(acme, pat, Role.USER)
    with acting(Actor(acme)):
        assert not PhoneUser.objects.filter(login=pat).exists()


def test_a_telephone_is_given_once(in_acme: Actor, phone: PhoneUser) -> None:
    other = PhoneUser.objects.exclude(pk=phone.pk).first()
    assert other
    with pytest.raises(ValidationError):
        logins.give(other, phone.login)
