"""What can be read of an account's audit, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from tenants.models import Account, AuditEntry, DelayedSave, Masquerade

# How many rows one statement deletes: locks of more would be held for long.
BATCH = 5_000


def entries(account: Account) -> QuerySet[AuditEntry]:
    """The account's audit with who it was, the newest first."""
    rows = AuditEntry.objects.filter(account=account)
    return rows.select_related("user", "masquerade__from_account")


def prune() -> None:
    """Removes what was done longer ago than the audit is kept; nothing if that is 0.

    A masquerade that was over by then goes when no entry names it any more: it would
    tell that nothing was changed, which nobody knows then. The reason for which somebody
    came and the person's name are kept for no longer than what they did.
    """
    if settings.AUDIT_DAYS < 1:
        return
    old = timezone.now() - timedelta(days=settings.AUDIT_DAYS)
    # Account by account, as the index is.
    for account in Account.objects.order_by().values_list("pk", flat=True):
        _delete(AuditEntry.objects.filter(account=account, at__lt=old))
    over = Q(ended_at__lt=old) | Q(expires_at__lt=old)
    _delete(Masquerade.objects.filter(over, entries=None))
    # What became of a delayed save is told for no longer than what it changed.
    _delete(DelayedSave.objects.filter(finished_at__lt=old))


def _delete(rows: QuerySet[Any]) -> None:
    keys = rows.order_by().values_list("pk", flat=True)[:BATCH]
    while batch := list(keys.all()):
        rows.model._default_manager.filter(pk__in=batch).delete()
