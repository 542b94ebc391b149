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


# --- a password that is typed, and one that is chosen anew ---------------------------

GOOD = "four rainy mondays"


def test_a_contact_gets_a_password_that_is_typed(
    page: Client, kim: Contact, mailoutbox: list[Any]
) -> None:
    url = f"{PAGES}{kim.pk}/login/"
    form = {"way": "typed", "role": Role.USER}
    assert b"Write the password" in page.post(url, form).content
    assert b"too short" in page.post(url, {**form, "password": "kim"}).content
    crossed = page.post(url, {"way": "invitation", "role": "user", "password": GOOD})
    assert b"leave this empty" in crossed.content
    assert not User.objects.filter(email="kim@acme.test").exists()
    assert page.post(url, {**form, "password": GOOD}).status_code == 302
    assert sign_in(Client(), "kim@acme.test", GOOD).status_code == 302
    assert mailoutbox == []
    assert GOOD not in str(list(AuditEntry.objects.values_list("changes")))


def test_a_password_is_typed_for_nobody_who_has_one(
    api: APIClient, acme: Account
) -> None:
    other = User.objects.get(email="manager@globex.pbx.test")
    contact = Contact.objects.create(account=acme, name="Max", email=other.email)
    body = {"way": "typed", "role": "user", "password": GOOD}
    refused = api.post(f"{REST}{contact.pk}/login/", body)
    assert refused.status_code == 400 and "invite them" in str(refused.json())
    other.refresh_from_db()
    assert not other.check_password(GOOD)


def test_a_member_is_mailed_a_link_to_a_new_password(
    page: Client, api: APIClient, kim: Contact, acme: Account, globex: Account
) -> None:
    member = User.objects.create_user("kim@acme.test", GOOD, name="Kim")
    url = f"/a/acme/people/{member.pk}/password/"
    assert page.post(url).status_code == 404
    acme.memberships.create(user=member, role=Role.USER)
    contact = f"{PAGES}{kim.pk}/"
    assert url in page.get(contact).content.decode()
    assert page.post(url, {"next": contact})["Location"] == contact
    assert page.post(url, {"next": "https://elsewhere.test/"})["Location"] == (
        "/a/acme/people/"
    )
    assert mail.outbox[0].to == ["kim@acme.test"]
    assert re.search(r"/password/\S+-\S+/", mail.outbox[0].body)
    rest = "/api/v1/accounts/acme/people/"
    assert api.post(f"{rest}{member.pk}/reset-password/").status_code == 204
    foreign = globex.memberships.first()
    assert foreign
    answer = api.post(f"{rest}{foreign.user_id}/reset-password/")
    assert answer.status_code == 404
    member.refresh_from_db()
    assert member.check_password(GOOD)
    assert AuditEntry.objects.filter(verb="password").count() == 3


# --- the portal as a contact sees it -------------------------------------------------


@pytest.fixture
def kim_signs_in(kim: Contact, acme: Account) -> User:
    """Kim may read, and prefers French."""
    user = User.objects.create_user("kim@acme.test", name="Kim Lee")
    user.preferences = {"language": "fr"}
    user.save()
    acme.memberships.create(user=user, role=Role.READ_ONLY)
    return user


def test_the_portal_is_seen_as_a_contact_sees_it(
    above: Client, kim: Contact, kim_signs_in: User
) -> None:
    Contact.objects.filter(pk=kim.pk).update(private_notes="Pays late")
    enter = f"{BELOW}{kim.pk}/enter/"
    assert enter in above.get(BELOW).content.decode()
    above.post(enter, {"reason": "A question", "minutes": "30"})
    shown = above.get(f"{PAGES}{kim.pk}/").content.decode()
    assert "Vous voyez ce que voit Kim Lee" in shown
    assert "Pays late" not in shown
    assert above.get(f"{PAGES}new/").status_code == 403
    assert above.get("/a/acme/people/").status_code == 403
    # What is Kim's alone stays so: one's own page is one's own.
    assert "reseller@pbx.test" in above.get("/me/").content.decode()


def test_the_account_reads_as_whom_somebody_was_there(
    above: Client, page: Client, kim: Contact, kim_signs_in: User
) -> None:
    url = f"/api/v1/accounts/reseller/contacts-below/{kim.pk}/enter/"
    opened = above.post(url, {"reason": "A question"}, "application/json")
    assert opened.status_code == 201
    assert opened.json()["role"] == "read_only"
    assert opened.json()["seen_as"]["email"] == "kim@acme.test"
    assert "as Kim Lee" in page.get("/a/acme/masquerades/").content.decode()


def test_who_can_not_sign_in_sees_nothing(above: Client, kim: Contact) -> None:
    assert "See as" not in above.get(BELOW).content.decode()
    answer = above.post(f"{BELOW}{kim.pk}/enter/", {"reason": "A question"})
    assert "This contact can&#x27;t sign in" in answer.content.decode()
    url = f"/api/v1/accounts/reseller/contacts-below/{kim.pk}/enter/"
    assert above.post(url, {"reason": "x"}, "application/json").status_code == 400
