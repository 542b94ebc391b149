"""What can be done with an account's error log: read, seen, forgotten."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from tenants.actor import required
from tenants.models import Account, ErrorEntry


def of(account: Account) -> QuerySet[ErrorEntry]:
    """What failed there, with who has seen it."""
    return ErrorEntry.objects.filter(account=account).select_related("seen_by")


def unseen(account: Account) -> int:
    """How many failures nobody has seen; what is alike counts once."""
    return ErrorEntry.objects.filter(account=account, seen_at=None).count()


def unseen_here() -> int:
    """The same of the account in which somebody acts, for the toolbar."""
    return unseen(required().account)


def see(rows: QuerySet[ErrorEntry]) -> int:
    """Marks rows as seen by the actor, and gives how many were not seen before.

    What fails again gets a row of its own.
    """
    user = required().user
    fresh = rows.filter(seen_at=None)
    return fresh.update(seen_at=timezone.now(), seen_by=user)


def prune() -> None:
    """Removes what has not failed for so many days, seen or not."""
    old = timezone.now() - timedelta(days=settings.ERROR_DAYS)
    ErrorEntry.objects.filter(at__lt=old).delete()
