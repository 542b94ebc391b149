"""Signing in and out."""

from __future__ import annotations

import re
import time
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from tenants.models import User

PASSWORD = "correct horse battery"


@pytest.fixture
def person(manager: User) -> User:
    """Acme's office manager with a password."""
    manager.set_password(PASSWORD)
    manager.save()
    return manager


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> Any:
    form = {"login": email, "password": password, **more}
    return client.post("/sign-in/", form)


def confirm(client: Client, password: str = PASSWORD) -> None:
    """Answers who one is once more, as before anything that matters."""
    assert client.post("/me/confirm/", {"password": password}).status_code == 302


def code_of(secret: str) -> str:
    """What an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def enrol(client: Client) -> str:
    """Switches the authenticator app on; gives its secret."""
    confirm(client)
    page = client.get("/me/second-step/app/")
    secret: str = page.context["form"].secret
    done = client.post("/me/second-step/app/", {"code": code_of(secret)})
    assert done.status_code == 302, done.context["form"].errors
    return secret


def test_a_manager_lands_in_their_account(client: Client, person: User) -> None:
    sign_in(client, "Manager@acme.pbx.test")
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/a/acme/seats/"


def test_one_lands_where_one_wanted_to_go(client: Client, person: User) -> None:
    asked = client.get("/a/acme/devices/")
    page = client.get(asked["Location"])
    assert "/a/acme/devices/" in page.content.decode()
    answer = sign_in(client, person.email, next="/a/acme/devices/")
    assert answer["Location"] == "/a/acme/devices/"
    foreign = sign_in(Client(), person.email, next="https://evil.example/")
    assert foreign["Location"] == "/"


def test_a_wrong_password_is_told_without_telling_who_exists(
    client: Client, person: User
) -> None:
    texts, times = [], []
    for email in (person.email, "nobody@nowhere.test"):
        start = time.perf_counter()
        answer = sign_in(client, email, "wrong")
        times.append(time.perf_counter() - start)
        assert answer.status_code == 200
        texts.append(answer.context["form"].non_field_errors())
    assert texts[0] == texts[1]
    # Hashing takes most of it: without it the second would be ten times as fast.
    assert times[1] > times[0] / 3


def test_an_inactive_person_can_not_sign_in(client: Client, person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert sign_in(client, person.email)["Location"] == "/sign-in/closed/"
    assert client.get("/a/acme/seats/").status_code == 302


def test_guessing_is_stopped_even_with_the_right_password(
    client: Client, person: User
) -> None:
    for _ in range(5):
        sign_in(client, person.email, "wrong")
    answer = sign_in(client, person.email)
    assert "Too many" in str(answer.context["form"].non_field_errors())
    assert sign_in(Client(), "other@nowhere.test", "wrong").status_code == 200


def test_nobody_signs_up(client: Client, db: None) -> None:
    for path in ("/signup/", "/accounts/signup/", "/sign-up/"):
        assert client.get(path).status_code == 404


# --- forgotten passwords ------------------------------------------------------------


def test_a_forgotten_password_is_replaced_by_mail_once(
    client: Client, person: User, mailoutbox: list[Any]
) -> None:
    old = Client()
    sign_in(old, person.email)
    answer = client.post("/password/", {"email": person.email})
    assert answer["Location"] == "/password/sent/"
    found = re.search(r"http\S+", mailoutbox[0].body)
    assert found
    link = urlsplit(found[0]).path
    form = client.get(link, follow=True)
    path = form.redirect_chain[-1][0]
    weak = client.post(path, {"password1": "1234567890", "password2": "1234567890"})
    assert weak.context["form"].errors["password1"]
    new = "new horse battery"
    client.post(path, {"password1": new, "password2": new})
    assert old.get("/a/acme/seats/").status_code == 302
    assert sign_in(Client(), person.email).status_code == 200
    assert sign_in(Client(), person.email, new).status_code == 302
    assert Client().get(link).context["token_fail"]


def test_an_unknown_address_gets_no_mail_and_the_same_answer(
    client: Client, db: None, mailoutbox: list[Any]
) -> None:
    answer = client.post("/password/", {"email": "nobody@nowhere.test"})
    assert answer["Location"] == "/password/sent/"
    assert mailoutbox == []


# --- the second step ----------------------------------------------------------------


def test_an_app_is_asked_for_from_then_on(client: Client, person: User) -> None:
    sign_in(client, person.email)
    secret = enrol(client)
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert secret not in stored
    other = Client()
    assert sign_in(other, person.email)["Location"] == "/sign-in/second-step/"
    assert other.get("/a/acme/seats/").status_code == 302
    wrong = other.post("/sign-in/second-step/", {"code": "000000"})
    assert wrong.status_code == 200
    assert wrong.context["form"].errors
    codes = Authenticator.objects.get(user=person, type="recovery_codes").wrap()
    recovery = codes.get_unused_codes()[0]
    other.post("/sign-in/second-step/", {"code": recovery})
    assert other.get("/a/acme/seats/").status_code == 200
    again = Client()
    sign_in(again, person.email)
    assert again.post("/sign-in/second-step/", {"code": recovery}).status_code == 200
    assert again.get("/a/acme/seats/").status_code == 302


def test_codes_can_not_be_guessed(client: Client, person: User) -> None:
    sign_in(client, person.email)
    enrol(client)
    other = Client()
    sign_in(other, person.email)
    answers = [
        other.post("/sign-in/second-step/", {"code": f"{n:06}"}) for n in range(8)
    ]
    assert "Too many" in answers[-1].content.decode()


def test_the_second_step_alone_lets_nobody_in(client: Client, db: None) -> None:
    assert client.get("/sign-in/second-step/")["Location"] == "/sign-in/"
    assert client.post("/sign-in/second-step/", {"code": "1"}).status_code == 302


def test_every_page_of_signing_in_opens(client: Client, person: User) -> None:
    for path in ("/sign-in/", "/password/", "/password/sent/", "/password/changed/"):
        assert client.get(path).status_code == 200, path
    assert client.get("/sign-in/closed/").status_code == 200
    sign_in(client, person.email)
    enrol(client)
    for path in (
        "/me/",
        "/me/name/",
        "/me/address/",
        "/me/address/x/",
        "/me/password/",
        "/me/confirm/",
        "/me/confirm/code/",
        "/me/second-step/app/off/",
        "/me/recovery-codes/",
        "/me/recovery-codes/new/",
        "/me/recovery-codes/file/",
        "/me/passkeys/new/",
        "/me/tokens/new/",
    ):
        assert client.get(path).status_code == 200, path


def test_signing_out_needs_a_post(page: Client) -> None:
    assert page.get("/sign-out/").status_code == 405
    assert page.post("/sign-out/").status_code == 302
    assert page.get("/a/acme/seats/").status_code == 302


def test_pages_forbid_foreign_scripts(page: Client) -> None:
    policy = page.get("/a/acme/seats/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
