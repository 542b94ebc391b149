"""What a call would meet: the draft, run against a scenario."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from rest_framework.exceptions import ValidationError as ApiValidationError

from callflows.lowering import lower
from callflows.models import Callflow
from callflows.services import publishing
from callflows.simulation import Outcome, Scenario
from callflows.simulation import simulate as run
from callflows.tidy import tidy
from tenants.actor import current

# A call may pass through other callflows; more than it could in a real call.
MOST_CALLFLOWS = 50


class ScenarioIn(BaseModel):
    """A scenario as a program sends it."""

    model_config = ConfigDict(extra="forbid")

    dialled: str = Field("", max_length=40)
    caller: str = Field("", max_length=40)
    at: AwareDatetime | None = None
    keys: list[str] = Field(default_factory=list, max_length=100)
    outcomes: dict[str, Outcome] = Field(default_factory=dict)


def simulate(flow: Callflow, data: Any) -> dict[str, Any]:
    """The trace of the scenario on the draft of `flow`, others as they are live.

    Raises a validation error that names the wrong field.
    """
    scenario = _scenario(data)
    actor = current()
    if actor is None:
        raise RuntimeError("callflows belong to an account: wrap this in acting()")
    slug = actor.account.slug
    checked = publishing.check(flow)
    programs = {flow.unit(slug): tidy(lower(checked.flow, checked.snapshot))}
    waiting = [info.unit for info in checked.snapshot.callflows.values()]
    while waiting and len(programs) < MOST_CALLFLOWS:
        unit = waiting.pop()
        if unit not in programs:
            waiting += _add_live(programs, unit)
    return run(programs, flow.unit(slug), scenario).as_json()


def _add_live(programs: dict[str, Any], unit: str) -> list[str]:
    """Compiles the callflow of that unit; gives the units that it leads to."""
    handle = unit.rpartition("-")[2]
    other = Callflow.objects.select_related("live").filter(handle=handle).first()
    if other is None or other.live is None:
        return []
    checked = publishing.check_document(other.live.document, other.pk)
    programs[unit] = tidy(lower(checked.flow, checked.snapshot))
    return [info.unit for info in checked.snapshot.callflows.values()]


def _scenario(data: Any) -> Scenario:
    try:
        asked = ScenarioIn.model_validate(data)
    except ValidationError as error:
        raise ApiValidationError(
            {
                ".".join(map(str, e["loc"])) or "non_field_errors": e["msg"]
                for e in error.errors()
            }
        ) from error
    at: datetime = asked.at or timezone.now()
    return Scenario(
        dialled=asked.dialled,
        caller=asked.caller,
        at=at,
        keys=tuple(asked.keys),
        outcomes=asked.outcomes,
    )
