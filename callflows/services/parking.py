"""Parking lots: what a change of one means for Asterisk."""

from __future__ import annotations

from uuid import UUID

from callflows.services.usage import touch_callflows_using
from tenants.units import Unit, touch


def touch_lot(lot: UUID) -> None:
    """The callflows that park there, the numbers of its spaces, and their lamps."""
    touch(Unit.ROUTES)
    touch(Unit.LAMPS)
    touch_callflows_using(lot)
