"""The books: appended to, each thing once, and never changed; the last entry is the balance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.models import AppendOnly, EntryKind, LedgerEntry
from billing.services import ledger
from billing.services.ledger import Booking
from tenants.actor import Actor, acting
from tenants.models import Account, OutboxEntry
from tenants.services.accounts import create_account
from tests.billing.conftest import books

pytestmark = pytest.mark.django_db


def append(amount: str, reference: str = "", **values: Any) -> LedgerEntry | None:
    kind, reference = EntryKind.CREDIT, reference or uuid4().hex
    return ledger.append(Booking(kind, reference, Decimal(amount), **values))


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.decimals(-10_000, 10_000, places=2), max_size=12))
def test_the_sum_of_all_entries_is_the_balance(
    globex: Account, booked: list[Decimal]
) -> None:
    with transaction.atomic(), acting(Actor(globex)):
        for amount in booked:
            append(str(amount))
        rows = books(globex)
        assert ledger.balance(globex) == sum(booked)
        assert [row.number for row in rows] == [*range(1, len(booked) + 1)]
        sums = [sum(booked[: n + 1]) for n in range(len(booked))]
        assert [row.balance for row in rows] == sums
        transaction.set_rollback(True)


def test_one_thing_is_booked_once(globex: Account) -> None:
    with acting(Actor(globex)):
        assert append("5", "one")
        assert append("5", "one") is None
        # Of another kind it is something else.
        assert ledger.append(Booking(EntryKind.ONE_OFF, "one", Decimal(-2)))
    assert ledger.balance(globex) == 3


def test_an_entry_is_neither_changed_nor_deleted(globex: Account) -> None:
    with acting(Actor(globex)):
        entry = append("5")
        assert entry is not None
        with pytest.raises(AppendOnly):
            entry.save()
        with pytest.raises(AppendOnly):
            entry.delete()
        rows = LedgerEntry.objects.filter(pk=entry.pk)
        for change in (lambda: rows.update(amount=1), rows.delete):
            with pytest.raises(DatabaseError, match="neither changed nor deleted"):
                with transaction.atomic():
                    change()


def test_so_it_is_in_a_schema_that_is_made_later(reseller: Account) -> None:
    later = create_account("Later", "later", "later.pbx.test", reseller)
    with acting(Actor(later)):
        append("5")
        with pytest.raises(DatabaseError, match="neither changed nor deleted"):
            with transaction.atomic():
                LedgerEntry.objects.update(amount=1)


def test_only_crossing_zero_is_told_to_the_nodes(globex: Account) -> None:
    def told() -> int:
        return OutboxEntry.objects.filter(account=globex, kind="outbound").count()

    with acting(Actor(globex)):
        seen = []
        for amount in ("5", "5", "-9.99", "-0.01", "-1", "0.5", "2"):
            before = told()
            append(amount)
            seen.append(told() - before)
    assert seen == [1, 0, 0, 1, 0, 0, 1]
