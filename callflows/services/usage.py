"""Callflows that must be published again because what they point at has changed."""

from __future__ import annotations

from uuid import UUID

from callflows.models import Callflow
from tenants.units import Unit, touch


def touch_callflows_using(pk: UUID) -> None:
    """Publishes again every live callflow that points at the object.

    Its version stays the same; what is compiled from it (a mailbox's number, a user's
    devices) does not.
    """
    users = Callflow.objects.using_object(pk).exclude(live=None)
    for flow_id in users.values_list("pk", flat=True):
        touch(Unit.CALLFLOW, flow_id)
