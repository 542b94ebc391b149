"""Several people do the same at the same moment, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, NumberRange, OutboxEntry, User
from tenants.models.membership import Role
from tenants.services import accounts, blocks, new_account, tree

MANY = 20
SLUGS = [f"once-{n}" for n in range(MANY)]


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Actor]:
    """The reseller's admin; what the test commits is taken away again."""
    with django_db_blocker.unblock():
        connection.close()  # it may be one that an earlier test has let die
        reseller = Account.objects.get(slug="reseller")
        admin = User.objects.get(email="reseller@pbx.test")
        yield Actor(reseller, admin, Role.RESELLER_ADMIN)
        made = Account.objects.filter(slug__startswith="once-")
        for model in (AuditEntry, OutboxEntry):
            model.objects.filter(account__in=made).delete()
        AuditEntry.objects.filter(account=reseller, label__startswith="Once").delete()
        AuditEntry.objects.filter(account=reseller, kind="numberrange").delete()
        NumberRange.objects.filter(account=reseller).delete()
        for account in made:
            account.delete()


def at_once(actor: Actor, acts: list[Callable[[], Any]]) -> list[Any]:
    """What each gives, or raises, when all begin at the same moment."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            with acting(actor):
                start.wait(30)
                return act()
        except Exception as error:  # noqa: BLE001  what it raises is what is looked at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_twenty_accounts_get_twenty_blocks(committed: Actor) -> None:
    with acting(committed):
        blocks.save_range(NumberRange(account=committed.account, start=500, size=10))
        rows = [
            accounts.request_account(
                f"Once {slug}", slug, f"{slug}.pbx.test", committed.account
            )
            for slug in SLUGS
        ]
    acts = [lambda row=row: blocks.assign_next(row) for row in rows]
    found = at_once(committed, acts)
    assert sorted(block.first for block in found) == list(range(500, 700, 10))


def test_of_two_who_take_a_realm_one_is_told_in_general(committed: Actor) -> None:
    general = {
        "name": "Once",
        "realm": "once.pbx.test",
        "street": "1 Road",
        "city": "Austin",
        "country": "US",
    }
    acts = [
        lambda slug=slug: new_account.create(
            committed.account, {"general": {**general, "slug": slug}}
        )
        for slug in SLUGS[:2]
    ]
    first, second = sorted(at_once(committed, acts), key=lambda r: type(r).__name__)
    assert isinstance(first, Account)
    assert isinstance(second, new_account.UnfitSection)
    assert second.section == "general"
    assert Account.objects.filter(realm="once.pbx.test").count() == 1


def test_what_is_made_below_an_account_that_moves_moves_along(
    committed: Actor,
) -> None:
    with acting(committed):
        moved, other = (
            accounts.request_account(slug, slug, f"{slug}.pbx.test", committed.account)
            for slug in ("once-moved", "once-other")
        )
    acts: list[Callable[[], Any]] = [
        lambda slug=slug: accounts.request_account(
            slug, slug, f"{slug}.pbx.test", Account.objects.get(pk=moved.pk)
        )
        for slug in SLUGS[:10]
    ]
    acts.insert(5, lambda: tree.move(moved, other))
    found = at_once(committed, acts)
    assert [made for made in found if isinstance(made, Exception)] == []
    moved.refresh_from_db()
    paths = Account.objects.filter(parent=moved).values_list("path", flat=True)
    assert len(paths) == 10
    assert all(path.startswith(moved.path) for path in paths)
