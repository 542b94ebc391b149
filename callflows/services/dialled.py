"""What a call to a number of the account would meet, whatever answers that number."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from callflows.dialling import OWN_MAILBOX
from callflows.instructions import Cause
from callflows.models import CallflowNumber, ParkingLot
from callflows.outside_lines import OutsideInfo
from callflows.services.programs import of_live
from callflows.services.what_if import Told, outside, read_scenario, tell
from callflows.simulation import End, Scenario, Trace, simulate_outside
from callflows.simulation.scenario import LotScenario
from tenants import refs


def simulate_number(data: Any) -> dict[str, Any]:
    """What a call to the dialled number would meet now, on what is live.

    Raises a validation error that names the wrong field.
    """
    scenario = read_scenario(data)
    if not scenario.dialled:
        raise ValidationError({"dialled": _("Say which number is dialled.")})
    known = outside()
    if scenario.dialled in known.plan.emergency:
        return _ends(_help(scenario, known))
    numbers = CallflowNumber.objects.select_related("callflow__live")
    found = numbers.filter(number=scenario.dialled).first()
    if found is None:
        return _ends(_without_callflow(scenario, known))
    if programs := of_live(found.callflow):
        return tell(programs, scenario).as_json()
    text = _("No callflow that is live answers this number.")
    return _ends(End("no-number", text, scenario.at))


def _ends(end: End) -> dict[str, Any]:
    return Told(Trace((), end), ()).as_json()


def _without_callflow(scenario: Scenario, known: OutsideInfo) -> End:
    """In the order in which Asterisk looks: the mailbox, parking spaces, outside."""
    if scenario.dialled == OWN_MAILBOX:
        return _own_mailbox(scenario)
    lots = ParkingLot.objects.order_by("first")
    lot = next((lot for lot in lots if _has(lot, scenario.dialled)), None)
    if lot:
        return _space(scenario, lot)
    shown = _own(scenario, "caller_number") or known.caller_number
    return simulate_outside(scenario, known, shown)


def _own_mailbox(scenario: Scenario) -> End:
    box = _of_caller("voicemail_box", "number", scenario)
    if box is None:
        text = _("The caller is asked for a PIN that no mailbox has.")
        return End("hung-up", text, scenario.at, cause=Cause.NORMAL.value)
    text = _("The mailbox “%s” is opened to who enters its PIN.") % box
    return End("own-mailbox", text, scenario.at, who=str(box.pk))


def _of_caller(kind: str, field: str, scenario: Scenario) -> Model | None:
    """The object whose number the call shows; people live above."""
    rows = refs.get(kind).model._default_manager
    return rows.filter(**{field: scenario.caller}).first()


def _own(scenario: Scenario, field: str) -> str:
    """A number that the user who calls shows outside."""
    found: str = getattr(_of_caller("user", "extension", scenario), field, "")
    return found


def _has(lot: ParkingLot, dialled: str) -> bool:
    return (
        dialled.isdecimal()
        and dialled == str(int(dialled))
        and (lot.first <= int(dialled) <= lot.last)
    )


def _space(scenario: Scenario, lot: ParkingLot) -> End:
    there = scenario.lots.get(str(lot.pk), LotScenario())
    values = {"space": scenario.dialled}
    if int(scenario.dialled) in there.parked:
        text = _("The caller talks to the call from space %(space)s.") % values
        return End("retrieved", text, scenario.at, who=str(lot.pk))
    text = _("No call is parked in space %(space)s.") % values
    return End("hung-up", text, scenario.at, cause=Cause.NOT_FOUND.value)


def _help(scenario: Scenario, known: OutsideInfo) -> End:
    """A telephone's call to emergency services, which nothing denies."""
    takes = [c.name for c in (*known.carriers, *known.above) if c.emergency]
    if not takes:
        text = _("No carrier takes emergency calls.")
        return End("hung-up", text, scenario.at, cause=Cause.UNAVAILABLE.value)
    shown = (
        _own(scenario, "emergency_number")
        or known.emergency_number
        or _own(scenario, "caller_number")
        or known.caller_number
    )
    values = {
        "number": scenario.dialled,
        "carrier": takes[0],
        "shown": shown or _("no number"),
    }
    text = _("%(number)s is called by %(carrier)s and shown %(shown)s.") % values
    return End("answered", text, scenario.at, who=scenario.dialled)
