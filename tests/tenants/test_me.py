"""My account: name, address, sessions, tokens."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from tenants.models import Account, ApiToken, User
from tests.tenants.test_sign_in import PASSWORD, confirm, person, sign_in

SEATS = "/api/v1/accounts/acme/seats/"
TOKENS = "/api/v1/me/tokens/"


@pytest.fixture
def mine(client: Client, person: User) -> Client:
    """A browser in which the person has signed in and confirmed it."""
    sign_in(client, person.email)
    confirm(client)
    return client


def program(user: User, **limits: Any) -> APIClient:
    client = APIClient()
    key = ApiToken.issue(user, "test", **limits)[1]
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client


# --- profile ------------------------------------------------------------------------


def test_a_name_is_changed(mine: Client, person: User) -> None:
    mine.post("/me/name/", {"name": "Max Power"})
    person.refresh_from_db()
    assert person.name == "Max Power"


def test_an_address_counts_once_its_link_is_followed(
    mine: Client,
    person: User,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    old = person.email
    mine.post("/me/address/", {"email": "Max@new.test"})
    person.refresh_from_db()
    assert person.email == old
    assert mailoutbox[0].to == ["max@new.test"]
    found = re.search(r"http\S+", mailoutbox[0].body)
    assert found
    path = urlsplit(found[0]).path
    stranger = Client()
    stranger.force_login(User.objects.get(email="manager@globex.pbx.test"))
    stranger.post(path)
    person.refresh_from_db()
    assert person.email == old
    with django_capture_on_commit_callbacks(execute=True):
        mine.post(path)
    person.refresh_from_db()
    assert person.email == "max@new.test"
    assert mailoutbox[-1].to == [old]
    assert sign_in(Client(), old).status_code == 200
    assert sign_in(Client(), "max@new.test").status_code == 302


def test_an_address_of_somebody_else_is_not_told(
    mine: Client, mailoutbox: list[Any]
) -> None:
    answer = mine.post("/me/address/", {"email": "manager@globex.pbx.test"})
    assert answer.status_code == 302
    assert mailoutbox == []


def test_what_matters_asks_for_the_password_again(
    client: Client,
    person: User,
) -> None:
    client.force_login(person)
    for path in ("/me/address/", "/me/tokens/new/", "/me/second-step/app/"):
        answer = client.get(path)
        assert answer["Location"].startswith("/me/confirm/"), path


def test_a_new_password_signs_out_everywhere_else(
    mine: Client,
    person: User,
) -> None:
    other = Client()
    sign_in(other, person.email)
    new = "another horse battery"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert mine.post("/me/password/", form).status_code == 302
    assert other.get("/me/").status_code == 302
    page = mine.get("/me/")
    assert page.status_code == 200
    assert len(page.context["sessions"]) == 1


# --- sessions -----------------------------------------------------------------------


def test_another_browser_is_signed_out(mine: Client, person: User) -> None:
    other = Client(headers={"User-Agent": "Elsewhere"})
    sign_in(other, person.email)
    page = mine.get("/me/")
    assert "Elsewhere" in page.content.decode()
    there = next(s for s in page.context["sessions"] if s.user_agent == "Elsewhere")
    stranger = Client()
    stranger.force_login(User.objects.get(email="manager@globex.pbx.test"))
    assert stranger.post(f"/me/sessions/{there.pk}/end/").status_code == 404
    assert other.get("/me/").status_code == 200
    assert mine.post(f"/me/sessions/{there.pk}/end/").status_code == 302
    assert other.get("/me/").status_code == 302
    assert mine.get("/me/").status_code == 200


def test_all_other_browsers_are_signed_out(mine: Client, person: User) -> None:
    others = [Client(), Client()]
    for other in others:
        sign_in(other, person.email)
    mine.post("/me/sessions/end/")
    assert [other.get("/me/").status_code for other in others] == [302, 302]
    assert mine.get("/me/").status_code == 200


# --- tokens -------------------------------------------------------------------------


def test_a_token_is_made_and_revoked_on_the_page(mine: Client, person: User) -> None:
    form = {"name": "CRM", "scope": "read", "account": "", "days": "30"}
    page = mine.post("/me/tokens/new/", form)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {page.context['key']}")
    assert client.get(SEATS).status_code == 200
    token = person.api_tokens.get(name="CRM")
    assert page.context["key"] not in (token.digest, str(token.pk))
    assert mine.post(f"/me/tokens/{token.pk}/revoke/").status_code == 302
    assert client.get(SEATS).status_code == 401


def test_a_token_to_read_changes_nothing(manager: User) -> None:
    client = program(manager, scope="read")
    assert client.get(SEATS).status_code == 200
    answer = client.post(SEATS, {"first_name": "Eve", "extension": "1999"})
    assert answer.status_code == 403
    assert "may only read" in answer.json()["detail"]
    assert client.post(TOKENS, {"name": "more"}).status_code == 403


def test_a_token_of_one_account_finds_no_other(
    manager: User, acme: Account, globex: Account
) -> None:
    manager.memberships.create(account=globex, role="admin")
    client = program(manager, account=acme)
    assert client.get(SEATS).status_code == 200
    assert client.get("/api/v1/accounts/globex/seats/").status_code == 404
    listed = client.get("/api/v1/accounts/").json()["results"]
    assert [account["slug"] for account in listed] == ["acme"]
    assert client.get(TOKENS).status_code == 403


def test_a_token_ends(manager: User) -> None:
    gone = timezone.now() - timedelta(seconds=1)
    assert program(manager, expires_at=gone).get(SEATS).status_code == 401


def test_the_last_use_is_noted_once_a_minute(manager: User) -> None:
    client = program(manager)
    client.get(SEATS)
    first = manager.api_tokens.get().last_used_at
    client.get(SEATS)
    assert first is not None
    assert manager.api_tokens.get().last_used_at == first
    earlier = first - timedelta(minutes=2)
    manager.api_tokens.update(last_used_at=earlier)
    client.get(SEATS)
    assert manager.api_tokens.get().last_used_at > first


def test_tokens_over_rest(manager: User) -> None:
    client = program(manager)
    made = client.post(TOKENS, {"name": "CRM", "scope": "read", "account": "acme"})
    assert made.status_code == 201
    assert made.json()["key"]
    rows = client.get(TOKENS).json()["results"]
    assert "key" not in rows[0]
    assert {row["name"] for row in rows} == {"CRM", "test"}
    foreign = client.post(TOKENS, {"name": "x", "account": "globex"})
    assert foreign.status_code == 400
    other = program(User.objects.get(email="manager@globex.pbx.test"))
    path = f"{TOKENS}{made.json()['id']}/"
    assert other.delete(path).status_code == 404
    assert client.delete(path).status_code == 204


def test_a_token_makes_none_that_lives_longer(manager: User) -> None:
    ends = timezone.now() + timedelta(hours=1)
    program(manager, expires_at=ends).post(TOKENS, {"name": "child"})
    assert manager.api_tokens.get(name="child").expires_at == ends


__all__ = ["person"]
