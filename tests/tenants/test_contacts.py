"""Contacts of an account, and how they get a login."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from tenants.models import Account, AuditEntry, Contact, User
from tenants.models.membership import Role
from tests.tenants.test_sign_in import sign_in

pytestmark = pytest.mark.django_db

PAGES = "/a/acme/contacts/"
REST = "/api/v1/accounts/acme/contacts/"
KIM = {
    "name": "Kim Lee",
    "email": "Kim@Acme.test",
    "phone": "+12025550123",
    "mobile": "+12025550124",
    "kind": "technical",
    "notes": "Mornings only",
}


@pytest.fixture
def kim(acme: Account) -> Contact:
    return Contact.objects.create(account=acme, name="Kim Lee", email="kim@acme.test")


def test_a_contact_is_made_found_changed_and_deleted(page: Client) -> None:
    assert page.post(f"{PAGES}new/", KIM).status_code == 302
    kim = Contact.objects.get()
    assert kim.email == "kim@acme.test"
    assert "Kim Lee" in page.get(PAGES, {"q": "0124"}).content.decode()
    assert "Kim Lee" not in page.get(PAGES, {"q": "nobody"}).content.decode()
    seen = page.get(f"{PAGES}{kim.pk}/").content.decode()
    assert "+1 202-555-0123" in seen and "Mornings only" in seen
    page.post(f"{PAGES}{kim.pk}/edit/", {**KIM, "kind": "billing"})
    kim.refresh_from_db()
    assert kim.kind == "billing"
    assert page.post(f"{PAGES}{kim.pk}/delete/").status_code == 302
    assert not Contact.objects.exists()
    verbs = AuditEntry.objects.filter(kind="contact").values_list("verb", flat=True)
    assert set(verbs) == {"create", "change", "delete"}


def test_an_address_is_there_once(page: Client, kim: Contact) -> None:
    answer = page.post(f"{PAGES}new/", KIM)
    assert "There is a contact with this e-mail already" in answer.content.decode()


def test_contacts_over_rest(api: APIClient, globex: Account) -> None:
    made = api.post(REST, KIM)
    assert made.status_code == 201 and made.json()["has_login"] is False
    url = f"{REST}{made.json()['id']}/"
    assert api.patch(url, {"kind": "sales"}).json()["kind"] == "sales"
    wrong = api.patch(url, {"email": "half@"})
    assert wrong.status_code == 400 and "email" in str(wrong.json())
    stranger = Contact.objects.create(account=globex, name="X", email="x@globex.test")
    assert api.get(f"{REST}{stranger.pk}/").status_code == 404
    assert [row["name"] for row in api.get(REST).json()["results"]] == ["Kim Lee"]
    assert api.delete(url).status_code == 204


def test_a_contact_is_invited(
    page: Client, kim: Contact, mailoutbox: list[Any]
) -> None:
    assert "Give a login" in page.get(f"{PAGES}{kim.pk}/").content.decode()
    form = {"way": "invitation", "role": Role.USER}
    assert page.post(f"{PAGES}{kim.pk}/login/", form).status_code == 302
    assert mailoutbox[0].to == ["kim@acme.test"] and "/join/" in mailoutbox[0].body
    assert not User.objects.filter(email="kim@acme.test").exists()


def test_a_contact_gets_a_password_by_mail(
    page: Client, kim: Contact, mailoutbox: list[Any]
) -> None:
    form = {"way": "password", "role": Role.USER}
    assert page.post(f"{PAGES}{kim.pk}/login/", form).status_code == 302
    found = re.search(r"Password: (\S+)", mailoutbox[0].body)
    assert found
    assert sign_in(Client(), "kim@acme.test", found[1]).status_code == 302
    seen = page.get(f"{PAGES}{kim.pk}/").content.decode()
    assert "Give a login" not in seen
    again = page.post(f"{PAGES}{kim.pk}/login/", form)
    assert b"in the account already" in again.content
    assert found[1] not in str(list(AuditEntry.objects.values_list("changes")))


def test_nobody_elses_password_is_made_anew(
    api: APIClient, acme: Account, mailoutbox: list[Any]
) -> None:
    other = User.objects.get(email="manager@globex.pbx.test")
    contact = Contact.objects.create(account=acme, name="Max", email=other.email)
    url = f"{REST}{contact.pk}/login/"
    refused = api.post(url, {"way": "password", "role": "user"})
    assert refused.status_code == 400 and "invite them" in str(refused.json())
    assert mailoutbox == []
    assert api.post(url, {"way": "invitation"}).status_code == 200
    assert not acme.memberships.filter(user=other).exists()


def test_a_role_that_one_has_not_is_not_given(api: APIClient, kim: Contact) -> None:
    url = f"{REST}{kim.pk}/login/"
    for wrong in ({"role": "reseller_admin"}, {"role": "king"}, {"way": "x"}, []):
        assert api.post(url, wrong).status_code == 400, wrong


def test_who_manages_no_people_gives_no_logins(
    client: Client, kim: Contact, acme: Account
) -> None:
    reader = User.objects.create_user("reader@acme.test", name="Reader")
    acme.memberships.create(user=reader, role=Role.READ_ONLY)
    client.force_login(reader)
    assert client.get(f"{PAGES}{kim.pk}/").status_code == 200
    assert client.get(f"{PAGES}{kim.pk}/login/").status_code == 403
    assert client.post(f"{PAGES}new/", KIM).status_code == 403


# --- what those above know, and what was verified ------------------------------------


@pytest.fixture
def above(reseller: Account) -> Client:
    """A browser of the reseller's admin."""
    client = Client()
    client.force_login(User.objects.get(email="reseller@pbx.test"))
    return client


BELOW = "/a/reseller/contacts/below/"


def test_private_notes_are_for_those_above_alone(
    page: Client, api: APIClient, above: Client, kim: Contact
) -> None:
    form = {**KIM, "private_notes": "Pays late"}
    assert above.post(f"{BELOW}{kim.pk}/", form).status_code == 302
    kim.refresh_from_db()
    assert kim.private_notes == "Pays late"
    assert "Pays late" in above.get(f"{BELOW}{kim.pk}/").content.decode()
    seen = [
        page.get(f"{PAGES}{kim.pk}/").content.decode(),
        page.get(f"{PAGES}{kim.pk}/edit/").content.decode(),
        page.get("/a/acme/audit/").content.decode(),
        api.get(REST).content.decode(),
        api.get(f"{REST}{kim.pk}/").content.decode(),
    ]
    assert "Pays late" not in str(seen)
    assert "private_notes" not in seen[3]
    # A form that is made up does not write them, REST says so.
    page.post(f"{PAGES}{kim.pk}/edit/", {**KIM, "private_notes": "Nice"})
    refused = api.patch(f"{REST}{kim.pk}/", {"private_notes": "Nice"})
    assert refused.status_code == 400
    assert "private_notes" in str(refused.data)
    kim.refresh_from_db()
    assert kim.private_notes == "Pays late"


def test_who_masquerades_reads_them_too(above: Client, kim: Contact) -> None:
    Contact.objects.filter(pk=kim.pk).update(private_notes="Pays late")
    enter = f"/a/reseller/accounts/{kim.account_id}/enter/"
    above.post(enter, {"reason": "Help", "minutes": "30"})
    assert "Pays late" in above.get(f"{PAGES}{kim.pk}/").content.decode()


def test_contacts_of_all_accounts_below(
    above: Client, page: Client, kim: Contact, globex: Account, reseller: Account
) -> None:
    Contact.objects.create(account=globex, name="Gus", email="gus@globex.test")
    own = Contact.objects.create(account=reseller, name="Rae", email="rae@r.test")
    listed = above.get(BELOW).content.decode()
    assert "Kim Lee" in listed and "Gus" in listed and "Rae" not in listed
    assert "Gus" not in above.get(BELOW, {"q": "acme tools"}).content.decode()
    assert above.get(f"{BELOW}{own.pk}/").status_code == 404
    assert page.get("/a/acme/contacts/below/").status_code == 403
    url = "/api/v1/accounts/reseller/contacts-below/"
    rest = above.get(url).json()["results"]
    assert [(c["account"], c["name"]) for c in rest] == [
        ("globex", "Gus"),
        ("acme", "Kim Lee"),
    ]
    body = {"private_notes": "VIP"}
    changed = above.patch(f"{url}{kim.pk}/", body, content_type="application/json")
    assert changed.json()["private_notes"] == "VIP"
    audited = AuditEntry.objects.filter(kind="contact", verb="change")
    assert {entry.account.slug for entry in audited} == {"acme", "reseller"}
    assert "VIP" not in str([entry.changes for entry in audited])


def test_what_was_verified_is_not_of_another_address(
    page: Client, kim: Contact
) -> None:
    form = {**KIM, "email_verified": "on", "mobile_verified": "on"}
    page.post(f"{PAGES}{kim.pk}/edit/", form)
    kim.refresh_from_db()
    assert kim.email_verified and kim.mobile_verified
    page.post(f"{PAGES}{kim.pk}/edit/", {**form, "email": "other@acme.test"})
    kim.refresh_from_db()
    assert not kim.email_verified and kim.mobile_verified
    page.post(f"{PAGES}{kim.pk}/edit/", {**form, "mobile": "+12025550199"})
    kim.refresh_from_db()
    assert not kim.mobile_verified


def test_a_contact_confirms_the_address_by_a_link(
    page: Client, api: APIClient, kim: Contact
) -> None:
    assert page.post(f"{PAGES}{kim.pk}/ask/").status_code == 302
    found = re.search(r"/contacts/\S+/confirm/", mail.outbox[-1].body)
    assert found and mail.outbox[-1].to == ["kim@acme.test"]
    nobody = Client()
    assert "It is mine" in nobody.get(found[0]).content.decode()
    kim.refresh_from_db()
    assert not kim.email_verified
    assert "is confirmed" in nobody.post(found[0]).content.decode()
    kim.refresh_from_db()
    assert kim.email_verified
    assert api.post(f"{REST}{kim.pk}/confirm/").status_code == 204
    late = re.search(r"/contacts/\S+/confirm/", mail.outbox[-1].body)
    Contact.objects.filter(pk=kim.pk).update(
        email="new@acme.test", email_verified=False
    )
    assert late and "too old" in nobody.post(late[0]).content.decode()
    assert "too old" in nobody.get("/contacts/made-up/confirm/").content.decode()
    kim.refresh_from_db()
    assert not kim.email_verified
