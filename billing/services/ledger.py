"""The books of an account: appended to under a lock, each thing once, never changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from billing.catalog.models import Subscription
from billing.models import EntryKind, LedgerEntry
from pbxportal.lib import money
from tenants.actor import Actor, acting, required
from tenants.models import Account
from tenants.units import Unit, touch


@dataclass(frozen=True)
class Booking:
    """What is to be booked; see LedgerEntry."""

    kind: EntryKind
    reference: str
    amount: Decimal
    text: str = ""
    lines: list[dict[str, Any]] = field(default_factory=list)
    call: UUID | None = None
    minutes: int = 0


@dataclass(frozen=True)
class Standing:
    """How much is left (less than nothing: owed), in which currency.

    `empty`: nothing has been booked yet, and the currency can still be another one.
    """

    balance: Decimal
    currency: str
    empty: bool = False

    def __str__(self) -> str:
        return money.written(self.balance, self.currency)

    def as_json(self) -> dict[str, str]:
        """For REST."""
        return {"balance": str(self.balance), "currency": self.currency}


def lock(account: Account) -> None:
    """Nobody else books for the account until this transaction ends.

    What only points at the account, such as a call's record, goes on meanwhile.
    """
    rows = Account.objects.select_for_update(no_key=True, of=("self",))
    rows.only("pk").get(pk=account.pk)


@transaction.atomic
def append(booking: Booking) -> LedgerEntry | None:
    """Books it for the account that acts; None if it has been booked before.

    Where the balance comes to zero or leaves it, calls over the limit are closed or
    opened on the nodes.
    """
    actor = required()
    lock(actor.account)
    if booked(booking.kind, booking.reference):
        return None
    last = LedgerEntry.objects.first()
    before = last.balance if last else money.ZERO
    entry = LedgerEntry.objects.create(
        number=last.number + 1 if last else 1,
        kind=booking.kind,
        reference=booking.reference,
        amount=booking.amount,
        balance=before + booking.amount,
        currency=last.currency if last else _first_currency(actor.account),
        text=booking.text[:200],
        lines=booking.lines,
        call=booking.call,
        minutes=booking.minutes,
        user=actor.user,
    )
    if (before > 0) != (entry.balance > 0):
        touch(Unit.OUTBOUND)
    return entry


def booked(kind: EntryKind, reference: str) -> bool:
    """Whether that is in the books of the account that acts."""
    return LedgerEntry.objects.filter(kind=kind, reference=reference).exists()


def references(kind: EntryKind) -> set[str]:
    """What of that kind is in the books of the account that acts."""
    rows = LedgerEntry.objects.filter(kind=kind)
    return set(rows.values_list("reference", flat=True))


def standing(account: Account) -> Standing:
    """What the account has left."""
    last = _last(account)
    if last is None:
        return Standing(money.ZERO, _first_currency(account), empty=True)
    return Standing(last.balance, last.currency)


def balance(account: Account) -> Decimal:
    """What the account has left; less than nothing when it owes."""
    return standing(account).balance


def _last(account: Account) -> LedgerEntry | None:
    if not account.ready_at:
        return None
    with acting(Actor(account)):
        return LedgerEntry.objects.first()


def _first_currency(account: Account) -> str:
    bought = Subscription.objects.filter(account=account).select_related("plan")
    found = bought.first()
    return found.plan.currency if found else str(settings.CURRENCY)
