"""Signing in and out."""

from __future__ import annotations

from django.test import Client

from tenants.models import User

PASSWORD = "correct horse battery"


def with_password(manager: User) -> User:
    manager.set_password(PASSWORD)
    manager.save()
    return manager


def test_a_manager_lands_in_their_account(client: Client, manager: User) -> None:
    with_password(manager)
    form = {"username": "Manager@acme.pbx.test", "password": PASSWORD}
    answer = client.post("/sign-in/", form, follow=True)
    assert answer.redirect_chain[-1][0] == "/a/acme/seats/"


def test_a_wrong_password_is_told_without_telling_who_exists(
    client: Client, manager: User
) -> None:
    texts = []
    for email in (manager.email, "nobody@nowhere.test"):
        form = {"username": email, "password": "wrong"}
        answer = client.post("/sign-in/", form)
        assert answer.status_code == 200
        texts.append(answer.context["form"].non_field_errors())
    assert texts[0] == texts[1]


def test_an_inactive_person_can_not_sign_in(client: Client, manager: User) -> None:
    with_password(manager)
    User.objects.filter(pk=manager.pk).update(is_active=False)
    client.post("/sign-in/", {"username": manager.email, "password": PASSWORD})
    assert client.get("/a/acme/seats/").status_code == 302


def test_signing_out_needs_a_post(page: Client) -> None:
    assert page.get("/sign-out/").status_code == 405
    assert page.post("/sign-out/").status_code == 302
    assert page.get("/a/acme/seats/").status_code == 302


def test_pages_forbid_foreign_scripts(page: Client) -> None:
    policy = page.get("/a/acme/seats/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
