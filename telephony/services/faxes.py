"""Faxes of an account."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from telephony.models import CallRecord, Fax, FaxState
from tenants import audit
from tenants.models import Account


def of_account(account: Account) -> QuerySet[Fax]:
    """All whose calls are over, newest first."""
    rows = Fax.objects.filter(account=account).select_related("account")
    return rows.exclude(state=FaxState.RECEIVING)


def call_of(fax: Fax) -> CallRecord | None:
    """The call that brought it, if the history still has it."""
    return CallRecord.objects.filter(
        account=fax.account, pbx=fax.pbx, linkedid=fax.linkedid
    ).first()


@transaction.atomic
def delete(fax: Fax) -> None:
    """Deletes a fax for somebody."""
    audit.record("delete", fax, before=audit.snapshot(fax))
    discard(fax)


@transaction.atomic
def discard(fax: Fax) -> None:
    """Deletes a fax; its files go once that is committed."""
    files = [file for file in (fax.file, fax.spooled) if file]
    fax.delete()

    def remove() -> None:
        for file in files:
            file.unlink(missing_ok=True)

    transaction.on_commit(remove)
