"""Whom of its contacts an account has asked first: chosen, made in place, carried over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django_tenants.utils import schema_context
from rest_framework.test import APIClient

from tenants.models import Account, AuditEntry, Contact
from tenants.models.membership import Role
from tenants.services import contacts, tree
from tests.support.objects import member
from tests.tenants.test_wizard import BASE, GENERAL, made, step

pytestmark = pytest.mark.django_db

PAGE = "/a/acme/settings/contacts/"
REST = "/api/v1/accounts/acme/settings/contacts/"

MIGRATION = import_module("tenants.migrations.0017_chosen_contacts")


@pytest.fixture
def kim(acme: Account) -> Contact:
    return Contact.objects.create(
        account=acme, name="Kim Lee", email="kim@acme.test", phone="+12025550123"
    )


@pytest.fixture
def stranger(globex: Account) -> Contact:
    return Contact.objects.create(account=globex, name="X", email="x@globex.test")


def faults(answer: Any) -> list[str]:
    assert answer.status_code == 400, answer.json()
    return [error["field"] for error in answer.json()["errors"]]


# --- chosen -------------------------------------------------------------------------


def test_one_of_the_accounts_contacts_is_chosen(
    page: Client, acme: Account, kim: Contact, stranger: Contact
) -> None:
    shown = page.get(PAGE).content.decode()
    assert "Kim Lee (kim@acme.test)" in shown and str(stranger.pk) not in shown
    sent = {"technical_contact": kim.pk, "billing_contact": kim.pk}
    assert page.post(PAGE, sent).status_code == 302
    acme.refresh_from_db()
    assert acme.technical_contact == acme.billing_contact == kim
    assert page.post(PAGE, {"billing_contact": kim.pk}).status_code == 302
    acme.refresh_from_db()
    assert (acme.technical_contact, acme.billing_contact) == (None, kim)


def test_a_new_one_is_made_in_place(page: Client, acme: Account, kim: Contact) -> None:
    def post(**values: str) -> dict[str, list[str]]:
        answer = page.post(PAGE, {"billing_contact": "new", **values})
        return dict(answer.context["form"].errors) if answer.status_code == 200 else {}

    assert post().keys() == {"billing_name"}
    taken = post(billing_name="Kim", billing_email="KIM@acme.test")
    assert "choose it" in taken["billing_email"][0]
    assert post(billing_name="Pat", billing_email="Pat@acme.test") == {}
    pat = Contact.objects.get(name="Pat")
    acme.refresh_from_db()
    assert acme.billing_contact == pat
    assert (pat.email, pat.kind, pat.account) == ("pat@acme.test", "billing", acme)
    verbs = AuditEntry.objects.filter(object_id=pat.pk).values_list("verb", flat=True)
    assert list(verbs) == ["create"]


def test_who_is_both_is_one_contact(page: Client, acme: Account) -> None:
    sent = {
        f"{kind}_{name}": value
        for kind in contacts.CHOSEN_FOR
        for name, value in {
            "contact": "new",
            "name": "Pat",
            "email": "pat@acme.test",
        }.items()
    }
    errors = page.post(PAGE, {**sent, "billing_name": "P."}).context["form"].errors
    assert errors.keys() == {"billing_email"}
    assert page.post(PAGE, sent).status_code == 302
    acme.refresh_from_db()
    pat = acme.people_to_ask.get()
    assert acme.technical_contact == acme.billing_contact == pat


def test_two_without_an_e_mail_are_two(page: Client, acme: Account) -> None:
    sent = {f"{kind}_contact": "new" for kind in contacts.CHOSEN_FOR}
    names = {"technical_name": "Kim", "billing_name": "Pat"}
    assert page.post(PAGE, {**sent, **names}).status_code == 302
    acme.refresh_from_db()
    assert str(acme.technical_contact) == "Kim" and str(acme.billing_contact) == "Pat"


def test_what_is_typed_without_a_new_one_is_not_lost_unseen(
    page: Client, kim: Contact
) -> None:
    sent = {"technical_contact": kim.pk, "technical_phone": "+12025550199"}
    errors = page.post(PAGE, sent).context["form"].errors
    assert errors.keys() == {"technical_phone"}


def test_over_rest_ids_are_taken_and_the_contact_is_told(
    api: APIClient, kim: Contact, acme: Account
) -> None:
    told = api.get(REST).json()
    assert told["technical_contact"] is None and told["technical_name"] == ""
    told = api.patch(REST, {"technical_contact": str(kim.pk)}, format="json").json()
    assert told == api.get(REST).json()
    assert told["technical_contact"] == str(kim.pk)
    assert told["technical_name"] == "Kim Lee"
    assert told["technical_email"] == "kim@acme.test"
    assert told["technical_phone"] == "+12025550123"
    assert told["billing_contact"] is None
    # What was read may be sent back as it is.
    assert api.patch(REST, told, format="json").json() == told
    wrong = api.patch(REST, {"technical_name": "Other"}, format="json")
    assert faults(wrong) == ["technical_name"]
    new = {"billing_contact": "new", "billing_name": "Pat"}
    assert api.patch(REST, new, format="json").json()["billing_name"] == "Pat"
    gone = api.patch(REST, {"technical_contact": None}, format="json").json()
    assert gone["technical_contact"] is None and gone["billing_name"] == "Pat"
    acme.refresh_from_db()
    assert acme.technical_contact is None


def test_the_wizard_takes_no_id(rest: APIClient, stranger: Contact) -> None:
    url = "/api/v1/accounts/reseller/sub-accounts/"
    names = ("name", "slug", "timezone")
    general = {k: v for k, v in GENERAL.items() if k not in (*names, "realm")}
    body: dict[str, Any] = {name: GENERAL[name] for name in names}
    body["sections"] = {"general": {**general, "national_countries": ["US"]}}
    body["sections"]["contacts"] = {"technical_contact": str(stranger.pk)}
    wrong = faults(rest.post(url, body, format="json"))
    assert wrong == ["sections.contacts.technical_contact"]
    body["sections"]["contacts"] = {"technical_name": "Kim"}
    assert rest.post(url, body, format="json").status_code == 201
    account = made()
    assert account and str(account.technical_contact) == "Kim"


def test_the_wizard_asks_for_the_name(above: Client) -> None:
    step(above, "general", **GENERAL)
    answer = step(above, "contacts", technical_phone="+12025550123")
    assert answer.context["form"].errors.keys() == {"technical_name"}
    assert "technical_contact" not in answer.context["form"].fields
    answer = step(above, "review", "create")
    assert answer.url == f"{BASE}contacts/?check=1" and made() is None


# --- used ---------------------------------------------------------------------------


@pytest.fixture
def chosen(acme: Account, kim: Contact) -> Contact:
    Account.objects.filter(pk=acme.pk).update(billing_contact=kim)
    return kim


def test_who_is_chosen_stays(page: Client, api: APIClient, chosen: Contact) -> None:
    shown = page.get(f"/a/acme/contacts/{chosen.pk}/").content.decode()
    assert "Account settings" in shown and f'href="{PAGE}"' in shown
    answer = page.post(f"/a/acme/contacts/{chosen.pk}/delete/")
    assert answer.status_code == 409
    assert "account settings “billing contact”" in answer.content.decode()
    answer = api.delete(f"/api/v1/accounts/acme/contacts/{chosen.pk}/")
    assert answer.status_code == 409
    (use,) = answer.json()["used_by"]
    assert (use["kind_label"], use["blocks"]) == ("Account settings", True)
    api.patch(REST, {"billing_contact": None}, format="json")
    assert api.delete(f"/api/v1/accounts/acme/contacts/{chosen.pk}/").status_code == 204


def test_who_can_not_open_the_settings_gets_no_link(
    acme: Account, chosen: Contact
) -> None:
    client = Client()
    client.force_login(member(acme, Role.SUPERVISOR))
    shown = client.get(f"/a/acme/contacts/{chosen.pk}/").content.decode()
    assert "billing contact" in shown and PAGE not in shown


def test_an_account_goes_with_its_chosen_contacts(
    acme: Account, chosen: Contact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree.schemas, "drop", lambda schema: None)
    monkeypatch.setattr(tree, "removers", [])
    tree._purge(acme)
    assert not Contact.objects.filter(pk=chosen.pk).exists()


def test_one_without_an_e_mail_gets_no_mail_and_no_login(
    page: Client, api: APIClient, acme: Account
) -> None:
    lee = Contact.objects.create(account=acme, name="Lee", email_verified=True)
    shown = page.get(f"/a/acme/contacts/{lee.pk}/").content.decode()
    assert "Ask to confirm" not in shown and "Give a login" not in shown
    url = f"/api/v1/accounts/acme/contacts/{lee.pk}/"
    for action in ("confirm", "login"):
        answer = api.post(f"{url}{action}/")
        assert answer.status_code == 400 and "no e-mail" in str(answer.json())
    # Nothing that is not there is verified.
    changed = api.patch(url, {"phone": "+12025550123"}, format="json").json()
    assert changed["email_verified"] is False


# --- carried over -------------------------------------------------------------------

BEFORE, AFTER = ("tenants", "0016_seen_as"), ("tenants", "0017_chosen_contacts")
Migrate = Callable[[tuple[str, str]], Any]


@pytest.fixture
def migrate(acme: Account) -> Iterator[Migrate]:
    """Brings the public schema to a migration and gives its models."""

    def go(to: tuple[str, str]) -> Any:
        with connection.cursor() as cursor:
            # Rows of this test wait for their keys, which tables can't change under.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return MigrationExecutor(connection).migrate([to]).apps

    with schema_context("public"):
        yield go


def test_what_an_account_said_becomes_contacts(migrate: Migrate, acme: Account) -> None:
    old = migrate(BEFORE)
    old_contacts = old.get_model("tenants", "Contact").objects
    known = {"name": "Kim Lee", "email": "kim@acme.test", "notes": "Mornings"}
    old_contacts.create(account_id=acme.pk, **known)
    said = {
        "acme": {
            "technical": {"name": "K. Lee", "email": "Kim@acme.test", "phone": "1"},
            "billing": {"name": "Pat", "email": "", "phone": "2"},
        },
        "globex": {
            "technical": {"name": "", "email": "sam@globex.test", "phone": ""},
            "billing": {"name": "", "email": "sam@globex.test", "phone": "3"},
        },
        "reseller": {"technical": {"name": "", "email": "", "phone": ""}},
    }
    rows = old.get_model("tenants", "Account").objects
    for slug, told in said.items():
        rows.filter(slug=slug).update(contacts=told)

    migrate(AFTER)
    acme.refresh_from_db()
    kim, pat = acme.technical_contact, acme.billing_contact
    assert kim and pat
    assert (kim.name, kim.phone) == ("Kim Lee", "1")
    assert kim.notes == "Mornings\ntechnical: K. Lee 1"
    assert (pat.name, pat.email, pat.phone, pat.kind) == ("Pat", "", "2", "billing")
    assert acme.people_to_ask.count() == 2
    globex = Account.objects.get(slug="globex")
    sam = globex.people_to_ask.get()
    assert globex.technical_contact == globex.billing_contact == sam
    assert (sam.name, sam.phone) == ("sam@globex.test", "3")
    reseller = Account.objects.get(slug="reseller")
    assert reseller.technical_contact is None
    assert not reseller.people_to_ask.exists()


def test_carrying_over_can_be_done_again(migrate: Migrate, acme: Account) -> None:
    said = {"name": "Kim", "email": "", "phone": "1"}
    other = {"name": "Kim Lee", "email": "kim@acme.test", "phone": ""}
    old = migrate(BEFORE)
    model = old.get_model("tenants", "Contact")
    model.objects.create(account_id=acme.pk, name="K.", email="kim@acme.test")
    rows = old.get_model("tenants", "Account").objects
    rows.filter(pk=acme.pk).update(contacts={"technical": said, "billing": other})
    migrate(AFTER)

    def seen() -> tuple[Any, ...]:
        acme.refresh_from_db()
        return acme.technical_contact_id, [*acme.people_to_ask.values()]

    first = seen()
    for kind, told in (("technical", said), ("billing", other)):
        MIGRATION._contact(Contact, acme, kind, dict(told))
    assert seen() == first
    assert len(first[1]) == 2


def test_the_way_back_tells_the_same(migrate: Migrate, chosen: Contact) -> None:
    old = migrate(BEFORE)
    told = old.get_model("tenants", "Account").objects.get(slug="acme").contacts
    kim = {"name": "Kim Lee", "email": "kim@acme.test", "phone": "+12025550123"}
    assert told == {"billing": kim}
    migrate(AFTER)
    acme = Account.objects.get(slug="acme")
    assert acme.billing_contact == chosen
