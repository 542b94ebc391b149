"""Recordings of an account's calls."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from telephony.models import CallRecord, Recording, RecordingState
from tenants import audit
from tenants.models import Account


def of_account(account: Account) -> QuerySet[Recording]:
    """All that are complete, newest first."""
    rows = Recording.objects.filter(account=account).select_related("account")
    return rows.exclude(state=RecordingState.WAITING)


def of_call(call: CallRecord) -> QuerySet[Recording]:
    """Those of a call, oldest first."""
    rows = Recording.objects.filter(
        account=call.account, pbx=call.pbx, linkedid=call.linkedid
    )
    return rows.exclude(state=RecordingState.WAITING).order_by("at")


def call_of(recording: Recording) -> CallRecord | None:
    """The call that was recorded, if the history still has it."""
    return CallRecord.objects.filter(
        account=recording.account, pbx=recording.pbx, linkedid=recording.linkedid
    ).first()


@transaction.atomic
def delete(recording: Recording) -> None:
    """Deletes a recording; its file goes once that is committed."""
    file = recording.file
    audit.record("delete", recording, before=audit.snapshot(recording))
    recording.delete()
    if file:
        transaction.on_commit(lambda: file.unlink(missing_ok=True))
