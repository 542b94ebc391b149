"""What belongs to a call of the history."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from callflows.models import Callflow
from telephony.models import CallLeg, CallRecord, CallStep
from telephony.models.record import StepKind
from tenants.models import Account


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


def through(
    calls: QuerySet[CallRecord], account: Account, flow: Callflow
) -> QuerySet[CallRecord]:
    """Those of the calls that have met a module of the callflow, on any version."""
    nodes = CallStep.objects.filter(
        account=account,
        kind=StepKind.NODE,
        context__startswith=f"{flow.unit(account.slug)}-v",
        pbx=OuterRef("pbx"),
        linkedid=OuterRef("linkedid"),
    )
    return calls.filter(Exists(nodes))
