"""What belongs to a call of the history."""

from __future__ import annotations

from django.db.models import QuerySet

from telephony.models import CallLeg, CallRecord, CallStep


def legs_of(call: CallRecord) -> QuerySet[CallLeg]:
    """The call's legs in the order in which they began."""
    return CallLeg.objects.filter(
        account=call.account, pbx=call.pbx, linkedid=call.linkedid
    )


def steps_of(call: CallRecord) -> QuerySet[CallStep]:
    """What happened on the call's way, in order."""
    return CallStep.objects.filter(
        account=call.account, pbx=call.pbx, linkedid=call.linkedid
    )
