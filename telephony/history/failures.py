"""Calls with the outside that could not be put through, told in the account's error log."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from telephony.models.record import CallRecord, Result, Ways
from tenants import audit
from tenants.models import Severity


def tell(pbx: str, linked: Collection[str]) -> None:
    """Writes down those that were not told before; calls to one number are alike, and
    so are those for which there was no trunk."""
    rows = CallRecord.objects.filter(pbx=pbx, linkedid__in=linked, told=False)
    failed = rows.filter(Q(result=Result.FAILED) | ~Q(no_trunk=""))
    for call in failed.select_related("account"):
        if call.account is None or not rows.filter(pk=call.pk).update(told=True):
            continue
        source, text, alike = _what(call)
        values = {"caller": call.caller_number or "?", "number": call.dialled or "?"}
        audit.error(
            call.account,
            source,
            text % values,
            about=call,
            severity=Severity.WARNING,
            alike=alike,
        )


def _what(call: CallRecord) -> tuple[str, str, str]:
    """Source, sentence, and what such calls share."""
    if call.no_trunk == Ways.INBOUND:
        text = _(
            "A call from outside, from %(caller)s to %(number)s, was refused: all "
            "inbound trunks were in use."
        )
        return "trunks", text, call.no_trunk
    if call.no_trunk:
        text = _(
            "A call from %(caller)s to %(number)s did not get outside: all outbound "
            "trunks were in use."
        )
        return "trunks", text, call.no_trunk
    text = _("A call from %(caller)s to %(number)s could not be put through.")
    return "call", text, call.dialled
