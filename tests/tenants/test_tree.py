"""Accounts below one: moved, suspended, deleted, restored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from django_tenants.utils import schema_exists
from rest_framework.test import APIClient

from tenants.actor import Actor, acting
from tenants.models import (
    Account,
    ApiToken,
    AuditEntry,
    Masquerade,
    OutboxEntry,
    User,
)
from tenants.models.membership import Role
from tenants.services import accounts, entrance, tree


@pytest.fixture
def above(reseller: Account, admin: User) -> Iterator[Actor]:
    """The reseller's admin acting in the reseller's account."""
    with acting(Actor(reseller, admin, Role.RESELLER_ADMIN)) as actor:
        yield actor


@pytest.fixture
def client_above(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


@pytest.fixture
def branch(acme: Account) -> Account:
    return accounts.create_account("North", "acme-north", "north.acme.pbx.test", acme)


def fresh(account: Account) -> Account:
    found: Account = Account.objects.get(pk=account.pk)
    return found


# --- moving -------------------------------------------------------------------------


def test_a_move_takes_everything_below_along(
    above: Actor, acme: Account, globex: Account, branch: Account
) -> None:
    tree.move(acme, globex)
    moved, below = fresh(acme), fresh(branch)
    assert moved.parent == globex
    assert moved.path == f"{globex.path}{acme.pk}/"
    assert below.path == f"{moved.path}{branch.pk}/"


@pytest.mark.parametrize("target", ["itself", "below"])
def test_an_account_can_not_stand_below_itself(
    above: Actor, acme: Account, branch: Account, target: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        tree.move(acme, acme if target == "itself" else branch)
    assert "parent" in caught.value.message_dict
    assert fresh(branch).parent == acme


def test_one_can_not_move_to_or_from_what_is_not_below(
    above: Actor, acme: Account, operator: Account, reseller: Account
) -> None:
    for moved, parent in ((acme, operator), (reseller, acme), (operator, acme)):
        with pytest.raises(PermissionDenied):
            tree.move(moved, parent)


def test_a_masquerade_ends_with_the_right_of_the_place(
    above: Actor, acme: Account, globex: Account, admin: User
) -> None:
    local = User.objects.create_user("branch@acme.pbx.test", name="Branch admin")
    local.memberships.create(account=acme, role=Role.RESELLER_ADMIN)
    child = accounts.create_account("South", "acme-south", "south.pbx.test", acme)
    Masquerade.objects.create(
        user=local,
        account=child,
        reason="help",
        expires_at=timezone.now() + timedelta(hours=1),
    )
    assert entrance.enter(local, child.slug)
    tree.move(child, globex)
    entrance.forget_accounts()
    assert entrance.enter(local, child.slug) is None


# --- suspending ---------------------------------------------------------------------


def test_people_of_a_suspended_account_are_told_so(
    above: Actor, acme: Account, page: Client, api: APIClient
) -> None:
    tree.suspend(acme, "Unpaid")
    entrance.forget_accounts()
    answer = page.get("/a/acme/seats/")
    assert answer.status_code == 403
    assert "suspended" in answer.content.decode()
    refused = api.get("/api/v1/accounts/acme/seats/")
    assert refused.status_code == 403
    assert "suspended" in refused.json()["detail"]


def test_strangers_of_a_suspended_account_learn_nothing(
    above: Actor, acme: Account, client: Client
) -> None:
    tree.suspend(acme, "Unpaid")
    entrance.forget_accounts()
    client.force_login(User.objects.get(email="manager@globex.pbx.test"))
    assert client.get("/a/acme/seats/").status_code == 404


def test_a_suspension_reaches_accounts_below_and_their_resellers(
    acme: Account, reseller: Account, operator: Account, admin: User, manager: User
) -> None:
    owner = User.objects.get(email="operator@pbx.test")
    for user in (admin, owner):
        Masquerade.objects.create(
            user=user,
            account=acme,
            reason="look",
            expires_at=timezone.now() + timedelta(hours=1),
        )
    with acting(Actor(operator, owner, Role.RESELLER_ADMIN)):
        tree.suspend(reseller, "Unpaid")
    entrance.forget_accounts()
    for user, slug in ((manager, "acme"), (admin, "reseller")):
        with pytest.raises(entrance.Suspended):
            entrance.enter(user, slug)
    assert entrance.enter(admin, "acme") is None
    assert entrance.enter(owner, "acme")
    with acting(Actor(operator, owner, Role.RESELLER_ADMIN)):
        tree.resume(reseller)
    entrance.forget_accounts()
    assert entrance.enter(manager, "acme")


def test_what_was_done_is_noted_above_and_in_the_account(
    above: Actor, acme: Account, reseller: Account
) -> None:
    tree.suspend(acme, "Unpaid")
    rows = AuditEntry.objects.filter(verb="suspend", object_id=acme.pk)
    assert {row.account for row in rows} == {acme, reseller}
    assert all(row.user == above.user for row in rows)
    assert rows[0].changes == {"reason": [None, "Unpaid"]}


# --- deleting -----------------------------------------------------------------------


def test_a_delete_asks_for_the_name(above: Actor, acme: Account) -> None:
    with pytest.raises(ValidationError) as caught:
        tree.delete(acme, "acme")
    assert "name" in caught.value.message_dict
    assert fresh(acme).deleted_at is None


def test_accounts_below_must_go_first(
    above: Actor, acme: Account, branch: Account
) -> None:
    with pytest.raises(ValidationError, match="below this one"):
        tree.delete(acme, acme.name)
    tree.delete(branch, branch.name)
    tree.delete(acme, acme.name)
    with pytest.raises(ValidationError, match="above it is deleted"):
        tree.restore(branch)


def test_a_deleted_account_is_unknown_and_comes_back_whole(
    above: Actor, acme: Account, page: Client
) -> None:
    tree.delete(acme, acme.name)
    entrance.forget_accounts()
    assert page.get("/a/acme/seats/").status_code == 404
    assert page.get("/", follow=True).redirect_chain == []
    tree.restore(acme)
    entrance.forget_accounts()
    assert b"Alex" in page.get("/a/acme/seats/").content


def test_everything_is_taken_from_asterisk_and_brought_back(
    above: Actor, acme: Account
) -> None:
    OutboxEntry.objects.all().delete()
    tree.delete(acme, acme.name)
    kinds = set(OutboxEntry.objects.filter(account=acme).values_list("kind", flat=True))
    assert kinds >= {"callflow", "routes", "device", "voicemail", "queues"}


def test_purging_removes_the_schema_after_the_time(
    above: Actor, acme: Account, reseller: Account
) -> None:
    tree.delete(acme, acme.name)
    assert tree.purge_due() == 0
    long_ago = timezone.now() - tree.KEPT - timedelta(minutes=1)
    Account.objects.filter(pk=acme.pk).update(deleted_at=long_ago)
    assert tree.purge_due() == 1
    assert not schema_exists(acme.schema_name)
    assert not Account.objects.filter(pk=acme.pk).exists()
    assert AuditEntry.objects.filter(account=reseller, verb="purge").exists()


# --- making -------------------------------------------------------------------------


def test_an_account_that_is_being_made_can_not_be_entered_yet(
    above: Actor, reseller: Account, admin: User
) -> None:
    account = accounts.request_account(
        "Initech", "initech", "initech.pbx.test", reseller
    )
    admin.memberships.create(account=account, role=Role.ADMIN)
    assert account.state == "creating"
    assert entrance.enter(admin, "initech") is None
    accounts.carry_out(account, [str(account.pk)])
    entrance.forget_accounts()
    assert entrance.enter(admin, "initech")
    accounts.carry_out(fresh(account), [str(account.pk)])  # a second time: nothing


def test_a_failure_is_shown_and_can_be_tried_again(
    above: Actor, reseller: Account, settings: object, client_above: Client
) -> None:
    account = accounts.request_account("I", "initech", "initech.pbx.test", reseller)
    path = f"/a/reseller/accounts/{account.pk}/"
    right = settings.TEMPLATE_SCHEMA  # type: ignore[attr-defined]
    settings.TEMPLATE_SCHEMA = "no_such_schema"  # type: ignore[attr-defined]
    accounts.carry_out(account, [str(account.pk)])
    assert "could not be made" in client_above.get(path).content.decode()
    settings.TEMPLATE_SCHEMA = right  # type: ignore[attr-defined]
    client_above.post(f"{path}try-again/")
    accounts.carry_out(fresh(account), [str(account.pk)])
    assert fresh(account).state == "active"
    assert "Enter" in client_above.get(path).content.decode()


def test_a_program_makes_moves_suspends_and_deletes(admin: User, acme: Account) -> None:
    client = APIClient()
    key = ApiToken.issue(admin, "test")[1]
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    base = "/api/v1/accounts/reseller/sub-accounts/"
    made = client.post(base, {"name": "Initech", "slug": "initech"})
    assert made.status_code == 201
    assert made.json()["state"] == "creating"
    assert made.json()["realm"].endswith(".reseller.pbx.test")
    one = f"{base}{made.json()['id']}/"
    account = Account.objects.get(slug="initech")
    accounts.carry_out(account, [str(account.pk)])
    assert client.get(one).json()["state"] == "active"
    assert client.patch(one, {"name": "Initech Ltd"}).json()["name"] == "Initech Ltd"
    assert client.post(f"{one}move/", {"parent": "acme"}).json()["parent"] == "acme"
    assert client.post(f"{one}suspend/", {"reason": "x"}).json()["state"] == "suspended"
    assert client.post(f"{one}resume/").json()["state"] == "active"
    refused = client.delete(one, {"name": "Initech"})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "name"
    assert client.delete(one, {"name": "Initech Ltd"}).status_code == 204
    listed = client.get(base, {"state": "deleted"}).json()["results"]
    assert [row["slug"] for row in listed] == ["initech"]
    assert client.post(f"{one}restore/").json()["state"] == "active"


def test_a_parent_outside_is_unknown(admin: User) -> None:
    client = APIClient()
    key = ApiToken.issue(admin, "test")[1]
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    base = "/api/v1/accounts/reseller/sub-accounts/"
    values = {"name": "I", "slug": "initech", "parent": "operator"}
    refused = client.post(base, values)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "parent"


def test_a_reseller_does_it_all_on_pages(client_above: Client, acme: Account) -> None:
    base = f"/a/reseller/accounts/{acme.pk}/"
    general = {
        "name": "Acme 2",
        "street": "1 Road",
        "city": "Paris",
        "country": "FR",
        "timezone": "Europe/Paris",
        "number_format": "national",
    }
    for step, form in (
        ("suspend", {"reason": "Unpaid"}),
        ("resume", {}),
        ("move", {"parent": "globex"}),
        ("settings/general", general),
        ("delete", {"name": "Acme 2"}),
        ("restore", {}),
    ):
        assert client_above.get(f"{base}{step}/").status_code == 200, step
        answer = client_above.post(f"{base}{step}/", form)
        assert answer.status_code == 302, (step, answer.context["form"].errors)
    assert fresh(acme).state == "active"
    assert fresh(acme).parent == Account.objects.get(slug="globex")
    refused = client_above.post(f"{base}move/", {"parent": "operator"})
    assert "parent" in refused.context["form"].errors
