"""What can be read of an account's audit."""

from __future__ import annotations

from django.db.models import QuerySet

from tenants.models import Account, AuditEntry


def entries(account: Account) -> QuerySet[AuditEntry]:
    """The account's audit with who it was, the newest first."""
    rows = AuditEntry.objects.filter(account=account)
    return rows.select_related("user", "masquerade__from_account")
