"""Whose a recording or fax is whose channel did not know its account."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from telephony.models import CallRecord, Fax, Recording

# A call that has no record after this was lost by its node.
LONGEST_CALL = timedelta(hours=24)
LOOK_AGAIN = timedelta(seconds=3)


def adopt(row: Recording | Fax) -> bool:
    """Gives the row the account of its call; whether there is one.

    Without it the row is looked at again while the call has no record yet; then it, of
    which nobody can say whose it is, is deleted.
    """
    calls = CallRecord.objects.filter(pbx=row.pbx, linkedid=row.linkedid)
    call = calls.select_related("account").first()
    if call and call.account:
        row.account = call.account
        row.save(update_fields=["account"])
    elif call or timezone.now() - row.at > LONGEST_CALL:
        row.delete()
    else:
        row.next_at = timezone.now() + LOOK_AGAIN
        row.save(update_fields=["next_at"])
    return row.account is not None
