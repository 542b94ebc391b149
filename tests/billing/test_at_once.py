"""Many charge and add at the same moment, each on a connection of their own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from billing.catalog.models import ServicePlan
from billing.models import EntryKind, LedgerEntry
from billing.services import charging, credit, ledger, subscriptions
from billing.services.ledger import Booking
from telephony.models import CallRecord
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, OutboxEntry, User
from tenants.models.membership import Role
from tenants.services import schemas
from tenants.services.accounts import create_account
from tests.billing.conftest import books, over_limit
from tests.tenants.test_at_once import at_once

MANY = 20


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Actor]:
    """The reseller's admin, with an account `once` below; all is taken away again."""
    with django_db_blocker.unblock():
        connection.close()  # it may be one that an earlier test has let die
        reseller = Account.objects.get(slug="reseller")
        admin = User.objects.get(email="reseller@pbx.test")
        once = create_account("Once", "once", "once.pbx.test", reseller)
        plan = ServicePlan.objects.create(
            account=reseller, name="Once", minute_price=Decimal("0.10")
        )
        yield Actor(reseller, admin, Role.RESELLER_ADMIN)
        # As a whole: the books let nothing be deleted.
        schemas.drop(once.schema_name)
        for model in (AuditEntry, OutboxEntry, CallRecord):
            model.objects.filter(account=once).delete()
        AuditEntry.objects.filter(account=reseller, label="Once").delete()
        plan.delete()
        once.delete()


def once() -> Account:
    return Account.objects.get(slug="once")


def test_twenty_at_once_give_the_right_sum(committed: Actor) -> None:
    account = once()
    amounts = [Decimal(n) for n in range(1, MANY + 1)]
    acts = [lambda amount=amount: credit.add(account, amount) for amount in amounts]
    assert at_once(committed, acts) == [None] * MANY
    rows = books(account)
    assert [row.number for row in rows] == [*range(1, MANY + 1)]
    assert rows[-1].balance == ledger.balance(account) == sum(amounts)


def test_of_twenty_who_book_the_same_one_does(committed: Actor) -> None:
    inside = Actor(once())
    booking = Booking(EntryKind.CREDIT, "same", Decimal(3))
    found = at_once(inside, [lambda: ledger.append(booking)] * MANY)
    assert sum(isinstance(entry, LedgerEntry) for entry in found) == 1
    assert found.count(None) == MANY - 1
    assert ledger.balance(once()) == 3


def test_months_and_calls_are_charged_once_by_however_many(committed: Actor) -> None:
    account = once()
    with acting(committed):
        plan = ServicePlan.objects.get(name="Once")
        subscriptions.choose(account, plan.pk)
    for _ in range(3):
        over_limit(account, 61)
    acts = [charging.month, charging.calls] * (MANY // 2)
    assert at_once(committed, acts) == [None] * MANY
    kinds = [row.kind for row in books(account)]
    assert sorted(kinds) == ["calls"] * 3 + ["monthly"]
    assert ledger.balance(account) == Decimal("-0.60")
