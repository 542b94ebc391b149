"""Calls to the outside that could not be put through, told in the account's error log."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from telephony.models.record import CallRecord, Result
from tenants import audit
from tenants.models import Severity


def tell(pbx: str, linked: Collection[str]) -> None:
    """Writes down those that were not told before; calls to one number are alike."""
    rows = CallRecord.objects.filter(pbx=pbx, linkedid__in=linked, told=False)
    for call in rows.filter(result=Result.FAILED).select_related("account"):
        if call.account is None or not rows.filter(pk=call.pk).update(told=True):
            continue
        text = _("A call from %(caller)s to %(number)s could not be put through.")
        values = {"caller": call.caller_number or "?", "number": call.dialled or "?"}
        audit.error(
            call.account,
            "call",
            text % values,
            about=call,
            severity=Severity.WARNING,
            alike=call.dialled,
        )
