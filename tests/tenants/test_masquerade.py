"""Entering an account below: why, for how long, and who was there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from callflows.models import WebAddress
from tenants.actor import Actor, acting
from tenants.models import Account, ApiToken, Masquerade, User
from tenants.models.masquerade import Ending
from tenants.services import entrance, masquerade, objects
from tests.architecture.test_exports import rows
from tests.support.objects import member

LIST = "/api/v1/accounts/acme/masquerades/"


def program(user: User, **token: Any) -> APIClient:
    client = APIClient()
    key = ApiToken.issue(user, "program", **token)[1]
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    return client


def enter_address(account: Account) -> str:
    return f"/api/v1/accounts/reseller/sub-accounts/{account.pk}/enter/"


def expire(opened: Masquerade) -> None:
    past = timezone.now() - timedelta(minutes=1)
    Masquerade.objects.filter(pk=opened.pk).update(expires_at=past)


# --- for how long -------------------------------------------------------------------


def test_one_chooses_for_how_long(client: Client, admin: User, acme: Account) -> None:
    client.force_login(admin)
    enter = f"/a/reseller/accounts/{acme.pk}/enter/"
    shown = client.get(enter).content.decode()
    assert "30 minutes" in shown
    assert "8 hours" in shown
    client.post(enter, {"reason": "Help", "minutes": "240"})
    opened = Masquerade.objects.get(account=acme)
    assert opened.expires_at - opened.started_at >= timedelta(minutes=239)
    assert opened.from_account
    assert opened.from_account.slug == "reseller"


def test_without_a_choice_it_is_an_hour(admin: User, acme: Account) -> None:
    opened = masquerade.begin(admin, acme, "Help")
    rest = opened.expires_at - timezone.now()
    assert timedelta(minutes=59) < rest < timedelta(minutes=61)


@pytest.mark.parametrize(
    ("most", "offered", "proposed"),
    [(480, [30, 60, 240, 480], 60), (60, [30, 60], 60), (45, [30], 30), (10, [10], 10)],
)
def test_the_setting_is_the_limit(
    settings: Any, most: int, offered: list[int], proposed: int
) -> None:
    settings.MASQUERADE_MINUTES = most
    assert (masquerade.durations(), masquerade.proposed()) == (offered, proposed)


def test_longer_than_allowed_is_refused(
    settings: Any, client: Client, admin: User, acme: Account
) -> None:
    settings.MASQUERADE_MINUTES = 60
    with pytest.raises(ValidationError) as caught:
        masquerade.begin(admin, acme, "Help", 240)
    assert "minutes" in caught.value.message_dict
    client.force_login(admin)
    enter = f"/a/reseller/accounts/{acme.pk}/enter/"
    answer = client.post(enter, {"reason": "Help", "minutes": "240"})
    assert answer.context["form"].errors.keys() == {"minutes"}
    answer = program(admin).post(enter_address(acme), {"reason": "x", "minutes": 240})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "minutes"


# --- how it ends --------------------------------------------------------------------


def test_how_masquerades_end(admin: User, acme: Account) -> None:
    first = masquerade.begin(admin, acme, "one")
    second = masquerade.begin(admin, acme, "two")
    masquerade.end(second)
    third = masquerade.begin(admin, acme, "three")
    expire(third)
    fourth = masquerade.begin(admin, acme, "four")
    for each in (first, second, third, fourth):
        each.refresh_from_db()
    assert first.ended_how == Ending.REPLACED
    assert second.ended_how == Ending.LEFT
    assert third.ended_how == Ending.EXPIRED
    # Not when the next one began.
    assert third.ended_at == third.expires_at
    assert (fourth.ended_how, fourth.ended_in_words) == ("", "open")
    expire(fourth)
    fourth.refresh_from_db()
    assert fourth.ended_how == Ending.EXPIRED


# --- by a program -------------------------------------------------------------------


def test_a_program_enters_and_leaves(admin: User, acme: Account) -> None:
    api = program(admin)
    seats = "/api/v1/accounts/acme/seats/"
    assert api.get(seats).status_code == 404
    answer = api.post(enter_address(acme), {"reason": "Import", "minutes": 30})
    assert answer.status_code == 201, answer.json()
    told = answer.json()
    assert (told["account"], told["from_account"]) == ("acme", "reseller")
    assert told["ended_how"] == ""
    assert api.get(seats).status_code == 200
    (open_now,) = api.get(LIST, {"state": "open"}).json()["results"]
    assert open_now["id"] == told["id"]
    assert api.post("/api/v1/accounts/acme/leave/").status_code == 204
    assert api.get(seats).status_code == 404
    assert Masquerade.objects.get(pk=told["id"]).ended_how == Ending.LEFT


def test_entering_needs_a_reason_and_the_right(
    admin: User, acme: Account, reseller: Account, api: APIClient
) -> None:
    answer = program(admin).post(enter_address(acme), {})
    assert answer.json()["errors"][0]["field"] == "reason"
    reading = program(admin, scope="read")
    assert reading.post(enter_address(acme), {"reason": "x"}).status_code == 403
    # Acme's office manager has no business above.
    assert api.post(enter_address(acme), {"reason": "x"}).status_code == 404
    own = f"/api/v1/accounts/acme/sub-accounts/{acme.pk}/enter/"
    assert api.post(own, {"reason": "x"}).status_code == 403
    assert api.post("/api/v1/accounts/acme/leave/").status_code == 404
    assert not Masquerade.objects.exists()


def test_a_deleted_account_can_not_be_entered(admin: User, acme: Account) -> None:
    Account.objects.filter(pk=acme.pk).update(deleted_at=timezone.now())
    entrance.forget_accounts()
    answer = program(admin).post(enter_address(acme), {"reason": "x"})
    assert answer.status_code == 400
    assert "deleted" in str(answer.json())


# --- who was here -------------------------------------------------------------------


def change_something(actor: Actor) -> None:
    with acting(actor):
        address = WebAddress(name="CRM", url="https://crm.example/")
        objects.save(address)
        address.name = "CRM 2"
        objects.save(address)


def test_the_account_reads_who_was_in_it(
    page: Client, admin: User, acme: Account, globex: Account
) -> None:
    opened = masquerade.begin(admin, acme, "Asked for help")
    change_something(Actor(acme, admin, opened.role, opened))
    masquerade.end(opened)
    masquerade.begin(admin, globex, "Elsewhere")
    shown = page.get("/a/acme/masquerades/").content.decode()
    for text in ("reseller@pbx.test", "Asked for help", "2 changes", "left"):
        assert text in shown
    assert "Elsewhere" not in shown
    audit = f"/a/acme/audit/?masquerade={opened.pk}"
    assert audit in shown
    # Two changes, entering and leaving.
    assert len(page.get(audit).context["table"].rows) == 4
    header, row = rows(page, "/a/acme/masquerades/?export=csv")
    told = dict(zip(header, row, strict=True))
    assert (told["E-mail"], told["Changes"]) == ("reseller@pbx.test", "2")


def test_who_was_here_when(api: APIClient, admin: User, acme: Account) -> None:
    old = masquerade.begin(admin, acme, "old")
    masquerade.end(old)
    now = timezone.now()
    Masquerade.objects.filter(pk=old.pk).update(
        started_at=now - timedelta(days=5), ended_at=now - timedelta(days=4)
    )
    masquerade.begin(admin, acme, "new")

    def reasons(**asked: str) -> list[str]:
        answer = api.get(LIST, asked).json()
        return [row["reason"] for row in answer["results"]]

    def ago(days: float) -> str:
        return (now - timedelta(days=days)).isoformat()

    assert reasons() == ["new", "old"]
    assert reasons(state="open") == ["new"]
    assert reasons(state="ended") == ["old"]
    assert reasons(**{"from": ago(3)}) == ["new"]
    assert reasons(to=ago(3)) == ["old"]
    assert reasons(**{"from": ago(4.6), "to": ago(4.5)}) == ["old"]


def test_it_can_not_be_hidden_from_the_account(page: Client, acme: Account) -> None:
    acme.control_pages = []
    acme.save()
    entrance.forget_accounts()
    assert page.get("/a/acme/audit/").status_code == 404
    shown = page.get("/a/acme/masquerades/")
    assert shown.status_code == 200
    assert "Who was in our account" in shown.content.decode()


def test_only_who_reads_logs_sees_it(acme: Account) -> None:
    client = Client()
    client.force_login(member(acme, "supervisor"))
    assert client.get("/a/acme/masquerades/").status_code == 403
    assert client.get(LIST).status_code == 403
