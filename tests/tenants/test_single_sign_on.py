"""Signing in by an account's own identity provider: for whom its word counts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from tenants.actor import Actor, acting
from tenants.models import (
    Account,
    AuditEntry,
    Domain,
    IdentityProvider,
    Membership,
    User,
)
from tenants.services import identity_providers
from tests.support.identity_provider import Provider

HOST = "phones.acme.example"
EMAIL = "manager@acme.pbx.test"
SECRET = "not to be shown"
URL = "/api/v1/accounts/acme/identity-providers/"


@pytest.fixture
def company() -> Iterator[Provider]:
    """Acme's own provider, which knows acme's office manager."""
    provider = Provider(claims={"email": EMAIL, "email_verified": True})
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
def known(acme: Account, company: Provider) -> IdentityProvider:
    """As acme's manager has entered it."""
    Domain.objects.create(tenant=acme, domain=HOST, is_primary=True)
    with acting(Actor(acme)):
        return saved(company)


def saved(company: Provider, **changes: Any) -> IdentityProvider:
    values = {
        "name": "Acme ID",
        "issuer": company.issuer,
        "client_id": "portal",
        "domains": "acme.pbx.test",
    }
    provider = IdentityProvider(**{**values, **changes})
    identity_providers.save(provider, SECRET)
    return provider


@pytest.fixture
def browser() -> Client:
    """At acme's own address."""
    return Client(headers={"host": HOST})


def sign_in(browser: Client, provider: IdentityProvider) -> Any:
    """There and back again, as the provider would send the browser."""
    begun = browser.get(f"/sign-in/with/{provider.pk}/?process=login&next=/me/")
    assert begun.status_code == 302, begun.content
    asked = parse_qs(urlsplit(begun["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    back = urlsplit(asked["redirect_uri"][0])
    assert back.hostname == HOST
    return browser.get(back.path, {"code": "c", "state": asked["state"][0]})


def told(answer: Any, browser: Client) -> str:
    """What the sign-in page says to whom is not signed in."""
    assert answer["Location"] == "/sign-in/"
    assert "_auth_user_id" not in browser.session
    return browser.get("/sign-in/").content.decode()


def test_the_page_of_an_address_offers_its_own_provider_alone(
    browser: Client, known: IdentityProvider, client: Client
) -> None:
    assert "Sign in with Acme ID" in browser.get("/sign-in/").content.decode()
    assert "Acme ID" not in client.get("/sign-in/").content.decode()
    assert client.get(f"/sign-in/with/{known.pk}/").status_code == 404
    known.enabled = False
    known.save()
    assert browser.get(f"/sign-in/with/{known.pk}/").status_code == 404


def test_a_person_is_known_by_the_verified_address_and_later_by_the_subject(
    browser: Client, known: IdentityProvider, company: Provider, manager: User
) -> None:
    answer = sign_in(browser, known)
    assert answer["Location"] == "/me/"
    assert browser.session["_auth_user_id"] == str(manager.pk)
    (asked,) = company.asked
    assert asked["client_secret"] == SECRET
    assert asked["code_verifier"]
    entry = AuditEntry.objects.get(verb="link")
    assert (entry.account.slug, entry.user) == ("acme", manager)
    assert "Acme ID" in mail.outbox[-1].body
    again = Client(headers={"host": HOST})
    company.claims |= {"email": "changed@elsewhere.example"}
    sign_in(again, known)
    assert again.session["_auth_user_id"] == str(manager.pk)
    assert AuditEntry.objects.filter(verb="link").count() == 1


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"email_verified": False}, "has not verified"),
        ({"email_verified": "true"}, "has not verified"),
        ({"email": "reseller@pbx.test"}, "be used with reseller@pbx.test"),
        ({"email": "nobody@acme.pbx.test"}, "Nobody was invited"),
        ({"email": ""}, "does not tell your e-mail"),
    ],
)
def test_others_are_not_signed_in_and_told_why(
    browser: Client,
    known: IdentityProvider,
    company: Provider,
    claims: dict[str, Any],
    why: str,
) -> None:
    company.claims |= claims
    people = User.objects.count()
    assert why in told(sign_in(browser, known), browser)
    assert User.objects.count() == people


def test_a_provider_may_be_trusted_with_its_own_addresses(
    browser: Client, known: IdentityProvider, company: Provider, manager: User
) -> None:
    known.vouches = True
    known.save()
    del company.claims["email_verified"]
    sign_in(browser, known)
    assert browser.session["_auth_user_id"] == str(manager.pk)


def test_it_does_not_speak_for_people_who_belong_elsewhere_too(
    browser: Client, known: IdentityProvider, manager: User, reseller: Account
) -> None:
    """Else whoever runs a customer's provider could become the reseller."""
    sign_in(browser, known)
    browser.logout()
    Membership.objects.create(user=manager, account=reseller, role="reseller_admin")
    assert "use your password" in told(sign_in(browser, known), browser)
    identity_providers.SocialAccount.objects.all().delete()
    assert "use your password" in told(sign_in(browser, known), browser)


def test_two_answers_about_two_people_are_refused(
    browser: Client, known: IdentityProvider, company: Provider
) -> None:
    company.userinfo = {"sub": "u-2", "email": EMAIL, "email_verified": True}
    assert "did not say who you are" in told(sign_in(browser, known), browser)


@pytest.mark.parametrize(
    "userinfo", [{"email": EMAIL}, ["nonsense"], {"sub": {}, "email": [EMAIL]}]
)
def test_nonsense_signs_nobody_in(
    browser: Client, known: IdentityProvider, company: Provider, userinfo: Any
) -> None:
    company.userinfo = userinfo
    assert "did not say who you are" in told(sign_in(browser, known), browser)


def test_a_stranger_can_not_be_sent_back_with_a_made_up_state(
    browser: Client, known: IdentityProvider
) -> None:
    path = f"/sign-in/with/{known.pk}/back/"
    answer = browser.get(path, {"code": "c", "state": "made-up"})
    assert "did not sign you in" in told(answer, browser)


def test_a_token_for_somebody_else_is_refused(
    browser: Client, known: IdentityProvider, company: Provider
) -> None:
    company.claims |= {"aud": "another client"}
    assert "did not sign you in" in told(sign_in(browser, known), browser)


@pytest.mark.parametrize(
    ("issuer", "why"),
    [
        ("https://127.0.0.1/", "no public address"),
        ("http://login.example/", "begins with https://"),
        ("{there}/nothing", "calls itself"),
    ],
)
def test_an_issuer_is_asked_before_it_is_saved(
    acme: Account, company: Provider, issuer: str, why: str
) -> None:
    with acting(Actor(acme)), pytest.raises(ValidationError) as caught:
        saved(company, issuer=issuer.format(there=company.issuer))
    assert why in caught.value.message_dict["issuer"][0]
    assert not IdentityProvider.objects.exists()


def test_an_issuer_must_call_itself_so(acme: Account, company: Provider) -> None:
    company.named = "https://other.example"
    with acting(Actor(acme)), pytest.raises(ValidationError) as caught:
        saved(company)
    assert "https://other.example" in caught.value.message_dict["issuer"][0]


def test_the_secret_goes_in_and_never_out(
    api: APIClient, company: Provider, acme: Account
) -> None:
    body = {
        "name": "Acme ID",
        "issuer": company.issuer,
        "client_id": "portal",
        "domains": "acme.example, ACME.ca",
    }
    refused = api.post(URL, body)
    assert refused.status_code == 400
    assert "client_secret" in str(refused.data)
    made = api.post(URL, {**body, "client_secret": SECRET})
    assert made.status_code == 201, made.data
    assert made.data["domains"] == "acme.example acme.ca"
    assert any(
        url.endswith(f"/sign-in/with/{made.data['id']}/back/")
        for url in made.data["callback_urls"]
    )
    provider = IdentityProvider.objects.get()
    assert identity_providers.secret_of(provider) == SECRET
    changed = api.patch(f"{URL}{provider.pk}/", {"name": "Staff"})
    assert changed.status_code == 200
    provider.refresh_from_db()
    assert identity_providers.secret_of(provider) == SECRET
    seen = [made.content, changed.content, *AuditEntry.objects.values_list("changes")]
    assert SECRET not in str(seen)
    assert provider.client_secret not in str(seen)
    assert api.delete(f"{URL}{provider.pk}/").status_code == 204


def test_pages_tell_what_to_enter_there(
    page: Client, company: Provider, acme: Account
) -> None:
    form = {
        "name": "Acme ID",
        "issuer": company.issuer,
        "client_id": "portal",
        "client_secret": SECRET,
        "domains": "acme.example",
        "enabled": "on",
    }
    wrong = page.post("/a/acme/identity-providers/new/", {**form, "domains": "@acme"})
    assert "@acme" in str(wrong.context["form"].errors["domains"])
    made = page.post("/a/acme/identity-providers/new/", form)
    provider = IdentityProvider.objects.get()
    assert made["Location"] == f"/a/acme/identity-providers/{provider.pk}/"
    shown = page.get(made["Location"]).content.decode()
    assert f"/sign-in/with/{provider.pk}/back/" in shown
    assert SECRET not in shown
    edited = page.post(
        f"{made['Location']}edit/", {**form, "client_secret": "", "name": "Staff"}
    )
    assert edited.status_code == 302
    provider.refresh_from_db()
    assert identity_providers.secret_of(provider) == SECRET
