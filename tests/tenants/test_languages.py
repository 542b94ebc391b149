"""The language of a page or a mail: the person's, else the account's, else the browser's."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from tenants.actor import Actor, acting
from tenants.models import Account, Domain, User
from tenants.services import people
from tenants.services.entrance import forget_accounts

FRENCH, ENGLISH = "Personnes", "People"


@pytest.fixture
def browser(manager: User) -> Client:
    """Acme's office manager, in a browser that asks for English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(manager)
    return client


def says(account: Account, language: str) -> None:
    account.preferences = {**account.preferences, "language": language}
    account.save()
    forget_accounts()


def heading(client: Client, path: str = "/a/acme/people/") -> str:
    answer = client.get(path)
    language = answer["Content-Language"]
    assert f'<html lang="{language}"' in answer.content.decode()
    return f"{language} {answer.context['page_title']}"


def test_person_account_and_browser_in_this_order(
    browser: Client, manager: User, acme: Account
) -> None:
    assert heading(browser) == f"en {ENGLISH}"
    browser.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr-CA,fr;q=0.9"
    assert heading(browser) == f"fr {FRENCH}"
    says(acme, "en")
    assert heading(browser) == f"en {ENGLISH}"
    manager.preferences = {"language": "fr"}
    manager.save()
    assert heading(browser) == f"fr {FRENCH}"


def test_french_pages_keep_the_persons_formats(browser: Client, manager: User) -> None:
    manager.preferences = {"language": "fr", "date_format": "mdy", "time_format": "12"}
    manager.save()
    page = browser.get("/me/preferences/").content.decode()
    assert "12/31/2026" in page
    assert "5:05 " in page
    assert "Fuseau horaire" in page


def test_who_is_not_signed_in_reads_what_the_address_or_the_browser_says(
    acme: Account,
) -> None:
    stranger = Client(headers={"accept-language": "fr"})
    assert "Mot de passe oublié" in stranger.get("/sign-in/").content.decode()
    Domain.objects.create(tenant=acme, domain="phones.acme.example", is_primary=True)
    says(acme, "fr")
    english = Client(headers={"host": "phones.acme.example", "accept-language": "en"})
    assert "Mot de passe oublié" in english.get("/sign-in/").content.decode()
    english.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert "Forgot your password" in english.get("/sign-in/").content.decode()


def test_errors_are_told_in_the_language_of_the_page(
    browser: Client, manager: User
) -> None:
    manager.preferences = {"language": "fr"}
    manager.save()
    assert (
        "Il n'y a rien ici" in browser.get("/a/nowhere/", follow=True).content.decode()
    )
    answer = browser.post(
        "/api/v1/accounts/acme/contacts/", {"name": ""}, content_type="application/json"
    )
    assert answer.status_code == 400
    assert "Ce champ" in str(answer.json())


def test_a_program_names_its_language_itself(api: APIClient, manager: User) -> None:
    manager.preferences = {"language": "fr"}
    manager.save()
    answer = api.post("/api/v1/accounts/acme/contacts/", {"name": ""})
    assert "This field" in str(answer.data)


@pytest.mark.parametrize(
    ("email", "subject"),
    [("reseller@pbx.test", "Join Acme"), ("new@acme.test", "Rejoindre Acme")],
)
def test_a_mail_speaks_to_its_reader(
    acme: Account, manager: User, email: str, subject: str
) -> None:
    says(acme, "fr")
    User.objects.filter(email="reseller@pbx.test").update(
        preferences={"language": "en"}
    )
    with acting(Actor(acme, manager, "admin")):
        people.invite(email, "user", lambda key: f"https://portal.example/{key}")
    assert mail.outbox[-1].subject.startswith(subject)


def test_the_sign_in_page_offers_other_languages_by_their_own_names() -> None:
    page = Client(headers={"accept-language": "fr"}).get("/sign-in/").content.decode()
    assert 'lang="en">English</button>' in page
    assert 'value="fr"' not in page


def test_a_password_mail_speaks_to_the_person_and_not_to_the_browser(
    manager: User,
) -> None:
    manager.preferences = {"language": "fr"}
    manager.save()
    Client(headers={"accept-language": "en"}).post(
        "/password/", {"email": manager.email}
    )
    (sent,) = mail.outbox
    assert "mot de passe" in sent.subject + sent.body
