"""The people of an account: invited, given roles, removed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from tenants import access_changes
from tenants.actor import Actor, acting
from tenants.models import Account, ApiToken, AuditEntry, Invitation, Membership, User
from tenants.services import people
from tests.support.objects import member
from tests.tenants.test_sign_in import PASSWORD

PEOPLE = "/api/v1/accounts/acme/people/"
INVITATIONS = "/api/v1/accounts/acme/invitations/"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Account, Any]]:
    """What open websockets were told."""
    received: list[tuple[Account, Any]] = []

    def tell(account: Account, user_id: Any = None) -> None:
        received.append((account, user_id))

    monkeypatch.setattr(access_changes, "tell", tell)
    return received


def link_of(message: Any) -> str:
    """The path of the link in a mail."""
    found = re.search(r"http\S+", message.body)
    assert found
    return urlsplit(found[0]).path


def invite(page: Client, email: str = "New@acme.test", role: str = "user") -> str:
    """Invites by the page; gives the path of the link."""
    answer = page.post("/a/acme/people/invite/", {"email": email, "role": role})
    assert answer.status_code == 302, answer.context["form"].errors
    return link_of(mail.outbox[-1])


# --- invitations --------------------------------------------------------------------


def test_somebody_new_joins_by_the_link(page: Client, acme: Account) -> None:
    link = invite(page, role="supervisor")
    assert mail.outbox[-1].to == ["new@acme.test"]
    browser = Client()
    assert "Join Acme" in browser.get(link).content.decode()
    weak = browser.post(link, {"name": "New", "password": "password"})
    assert "password" in weak.context["form"].errors
    assert not User.objects.filter(email="new@acme.test").exists()
    browser.post(link, {"name": "New", "password": PASSWORD})
    assert browser.get("/a/acme/seats/").status_code == 200
    assert acme.memberships.get(user__email="new@acme.test").role == "supervisor"
    assert not acme.invitations.exists()
    assert Client().get(link).context["invitation"] is None


def test_somebody_with_a_login_joins_by_a_button(page: Client, globex: Account) -> None:
    link = invite(page, email="manager@globex.pbx.test")
    stranger = Client()
    stranger.force_login(User.objects.get(email="reseller@pbx.test"))
    stranger.post(link)
    person = User.objects.get(email="manager@globex.pbx.test")
    assert person.memberships.count() == 1
    anonymous = Client()
    assert "Sign in to join" in anonymous.get(link).content.decode()
    anonymous.post(link, {"name": "Thief", "password": PASSWORD})
    person.refresh_from_db()
    assert not person.check_password(PASSWORD)
    browser = Client()
    browser.force_login(person)
    assert browser.post(link)["Location"] == "/a/acme/"
    assert person.memberships.count() == 2


def test_an_old_link_lets_nobody_in(page: Client, acme: Account) -> None:
    link = invite(page)
    acme.invitations.update(expires_at=timezone.now() - timedelta(seconds=1))
    browser = Client()
    assert browser.get(link).context["invitation"] is None
    browser.post(link, {"name": "New", "password": PASSWORD})
    assert not User.objects.filter(email="new@acme.test").exists()


def test_a_second_invitation_replaces_the_first(page: Client, acme: Account) -> None:
    first, second = invite(page), invite(page, role="agent")
    assert acme.invitations.get().role == "agent"
    assert Client().get(first).context["invitation"] is None
    assert Client().get(second).context["invitation"]


def test_an_invitation_is_taken_back(page: Client, acme: Account) -> None:
    link = invite(page)
    pk = acme.invitations.get().pk
    assert "new@acme.test" in page.get("/a/acme/people/").content.decode()
    page.post(f"/a/acme/invitations/{pk}/take-back/")
    assert Client().get(link).context["invitation"] is None


def test_a_mail_that_can_not_be_sent_leaves_nothing(
    page: Client, acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise ConnectionRefusedError("mail server is away")

    monkeypatch.setattr("tenants.services.mails.send", refuse)
    form = {"email": "new@acme.test", "role": "user"}
    answer = page.post("/a/acme/people/invite/", form)
    assert "mail server is away" in answer.content.decode()
    assert not acme.invitations.exists()
    assert not AuditEntry.objects.filter(account=acme, verb="invite").exists()


def test_the_key_is_not_kept(page: Client, acme: Account) -> None:
    key = invite(page).strip("/").split("/")[-1]
    assert key not in str(list(Invitation.objects.values()))
    assert key not in str(list(AuditEntry.objects.filter(account=acme).values()))


# --- roles --------------------------------------------------------------------------


def test_nobody_gives_more_than_they_have(page: Client, acme: Account) -> None:
    form = {"email": "new@acme.test", "role": "reseller_admin"}
    assert page.post("/a/acme/people/invite/", form).status_code == 200
    above = member(acme, "reseller_admin")
    page.post(f"/a/acme/people/{above.pk}/role/", {"role": "user"})
    page.post(f"/a/acme/people/{above.pk}/remove/")
    assert acme.memberships.get(user=above).role == "reseller_admin"
    assert not acme.invitations.exists()


def test_a_role_is_changed_and_sockets_are_told(
    page: Client, acme: Account, told: list[Any]
) -> None:
    agent = member(acme, "agent")
    page.post(f"/a/acme/people/{agent.pk}/role/", {"role": "supervisor"})
    assert acme.memberships.get(user=agent).role == "supervisor"
    assert told == [(acme, agent.pk)]
    entry = AuditEntry.objects.filter(account=acme, kind="membership").first()
    assert entry is not None
    assert entry.changes == {"role": ["agent", "supervisor"]}


def test_a_person_is_removed_with_their_tokens_for_it(
    page: Client, acme: Account, globex: Account, told: list[Any]
) -> None:
    agent = member(acme, "agent")
    agent.memberships.create(account=globex, role="agent")
    for account in (acme, globex):
        ApiToken.issue(agent, "test", account=account)
    browser = Client()
    browser.force_login(agent)
    assert browser.get("/a/acme/").status_code == 200
    page.post(f"/a/acme/people/{agent.pk}/remove/")
    assert browser.get("/a/acme/").status_code == 404
    assert browser.get("/a/globex/").status_code == 200
    assert [token.account for token in agent.api_tokens.all()] == [globex]
    assert told == [(acme, agent.pk)]
    assert AuditEntry.objects.filter(account=acme, verb="remove").exists()


def test_the_last_who_manages_people_stays(
    page: Client, acme: Account, manager: User
) -> None:
    page.post(f"/a/acme/people/{manager.pk}/remove/")
    page.post(f"/a/acme/people/{manager.pk}/role/", {"role": "user"})
    assert acme.memberships.get(user=manager).role == "admin"
    second = member(acme, "admin")
    User.objects.filter(pk=second.pk).update(is_active=False)
    page.post(f"/a/acme/people/{manager.pk}/remove/")
    assert acme.memberships.filter(user=manager).exists()
    User.objects.filter(pk=second.pk).update(is_active=True)
    page.post(f"/a/acme/people/{manager.pk}/role/", {"role": "user"})
    assert acme.memberships.get(user=manager).role == "user"


def test_the_system_gives_every_role(acme: Account) -> None:
    with acting(Actor(acme)):
        found = member(acme, "agent").memberships.get()
        assert people.change_role(found, "reseller_admin").role == "reseller_admin"
        with pytest.raises(ValidationError):
            people.change_role(found, "emperor")


# --- over REST ----------------------------------------------------------------------


def test_people_over_rest(api: APIClient, acme: Account, manager: User) -> None:
    agent = member(acme, "agent")
    row = api.get(f"{PEOPLE}{agent.pk}/").json()
    assert row == {
        "id": str(agent.pk),
        "name": "agent",
        "email": "agent@acme.test",
        "role": "agent",
        "last_login": None,
        "second_step": False,
    }
    assert len(api.get(PEOPLE).json()["results"]) == acme.memberships.count()
    changed = api.patch(f"{PEOPLE}{agent.pk}/", {"role": "billing"})
    assert changed.json()["role"] == "billing"
    refused = api.patch(f"{PEOPLE}{agent.pk}/", {"role": "reseller_admin"})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "role"
    assert api.delete(f"{PEOPLE}{agent.pk}/").status_code == 204
    assert api.delete(f"{PEOPLE}{manager.pk}/").status_code in (400, 409)
    assert Membership.objects.filter(account=acme, user=manager).exists()


def test_invitations_over_rest(api: APIClient, acme: Account) -> None:
    made = api.post(INVITATIONS, {"email": "new@acme.test", "role": "user"})
    assert made.status_code == 201
    assert Client().get(link_of(mail.outbox[-1])).context["invitation"]
    again = api.post(INVITATIONS, {"email": "manager@acme.pbx.test", "role": "user"})
    assert again.status_code == 400
    assert again.json()["errors"][0]["field"] == "email"
    assert api.delete(f"{INVITATIONS}{made.json()['id']}/").status_code == 204
    assert not acme.invitations.exists()
