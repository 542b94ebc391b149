"""Saved scenarios: kept, run on what is live, and asked before anything goes live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import BaseModel, ConfigDict, Field

from callflows.findings import Finding
from callflows.models import Callflow, CallScenario
from callflows.services.expected import words
from callflows.services.programs import Programs, of_checked, of_draft, of_live
from callflows.services.publishing import Checked
from callflows.services.what_if import Told, read_scenario, tell, validated
from callflows.simulation.expectation import Expectation
from pbxportal.lib import storable
from tenants import audit
from tenants.actor import required
from tenants.services import objects


@dataclass(frozen=True)
class Ran:
    """A scenario that was run: what was expected, what happened, and what is wrong."""

    scenario: CallScenario
    expected: Sequence[str]
    happened: str
    faults: Sequence[str]

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "id": str(self.scenario.pk),
            "name": self.scenario.name,
            **as_json(self.faults),
            "expected": list(self.expected),
            "happened": self.happened,
        }


class ExpectationIn(BaseModel):
    """An expectation as a program sends it."""

    model_config = ConfigDict(extra="forbid")

    end: str = Field("", max_length=20)
    who: str = Field("", max_length=40)
    passes: tuple[str, ...] | None = None
    rings: str = Field("", max_length=40)
    within: int | None = Field(None, ge=0, le=86400)


def read_expectation(data: Any) -> Expectation:
    """An expectation from JSON; raises a validation error that names the wrong field."""
    asked = validated(ExpectationIn, data)
    expected = Expectation(**dict(asked))
    if expected == Expectation(within=expected.within):
        raise ValidationError({"expected": _("Say what is expected of the call.")})
    return expected


def save(scenario: CallScenario) -> None:
    """Keeps a new or changed scenario; its last result is forgotten.

    Raises a validation error that names the wrong field.
    """
    for name in ("call", "expected"):
        if fault := storable.fault(getattr(scenario, name)):
            raise ValidationError({name: fault})
    read_scenario(scenario.call)
    read_expectation(scenario.expected)
    scenario.passed, scenario.result, scenario.ran_at = None, "", None
    objects.save(scenario)


def keep(flow: Callflow, name: str, call: Any, expected: Any) -> CallScenario:
    """Saves under that name, in place of an older one of the callflow."""
    found = flow.scenarios.filter(name=name).first()
    scenario = found or CallScenario(callflow=flow, name=name)
    scenario.call, scenario.expected = call, expected
    save(scenario)
    return scenario


def faults(scenario: CallScenario, programs: Programs) -> tuple[str, ...]:
    """What is not as the scenario expects; nothing if all is well."""
    call = read_scenario(scenario.call)
    told = tell(programs, call)
    return read_expectation(scenario.expected).faults(told.trace, call.at)


def run_draft(flow: Callflow) -> list[Ran]:
    """Runs all scenarios of a callflow on its draft; what is kept is not changed."""
    rows = list(flow.scenarios.all())
    programs = of_draft(flow) if rows else {}
    return [_ran(scenario, programs) for scenario in rows]


def _ran(scenario: CallScenario, programs: Programs) -> Ran:
    call, expected = read_scenario(scenario.call), read_expectation(scenario.expected)
    told = tell(programs, call)
    return Ran(
        scenario,
        words(expected, programs),
        _happened(told),
        expected.faults(told.trace, call.at),
    )


def _happened(told: Told) -> str:
    """Who rang, and how the call ended."""
    rung = [ringing.name for step in told.trace.steps for ringing in step.rings]
    if not rung:
        return told.end.text
    return _("Rung: %(names)s. %(end)s") % {
        "names": ", ".join(dict.fromkeys(rung)),
        "end": told.end.text,
    }


def summary(passed: Iterable[bool]) -> str:
    """How many of the scenarios that were run pass, in words; "" if none was run."""
    results = list(passed)
    values = {"all": len(results), "failed": results.count(False)}
    if not results:
        return ""
    if not values["failed"]:
        one, more = _("The scenario passes."), _("All %(all)s scenarios pass.")
        return (one if values["all"] == 1 else more) % values
    if values["all"] == 1:
        return _("The scenario fails.")
    text = ngettext(
        "%(failed)s of %(all)s scenarios fails.",
        "%(failed)s of %(all)s scenarios fail.",
        values["failed"],
    )
    return text % values


def as_json(found: Iterable[str]) -> dict[str, Any]:
    """The result of a run, for REST."""
    listed = list(found)
    return {"passed": not listed, "faults": listed}


def gate(flow: Callflow, checked: Checked) -> Iterator[Finding]:
    """Scenarios that would fail on the document; they keep it from going live."""
    rows = list(flow.scenarios.all())
    programs = of_checked(flow, checked) if rows else {}
    for scenario in rows:
        if found := faults(scenario, programs):
            values = {"name": scenario.name, "why": " ".join(found)}
            yield Finding("scenario_failed", (), values=values)


def run_live(flow: Callflow) -> list[CallScenario]:
    """Runs all scenarios of a callflow on what is live and keeps the results.

    One that fails is put into the account's error log, unless it failed before in the
    same way. Nothing is run while nothing is live.
    """
    rows = list(flow.scenarios.all())
    programs = of_live(flow) if rows else {}
    if not programs:
        return []
    for scenario in rows:
        before = scenario.result
        scenario.result = "\n".join(faults(scenario, programs))
        scenario.passed, scenario.ran_at = not scenario.result, timezone.now()
        scenario.save(update_fields=["passed", "result", "ran_at"])
        if scenario.result and scenario.result != before:
            _report(flow, scenario)
    return rows


def _report(flow: Callflow, scenario: CallScenario) -> None:
    text = _("Callflow “%(flow)s”, scenario “%(name)s”: %(why)s") % {
        "flow": flow.name,
        "name": scenario.name,
        "why": scenario.result,
    }
    audit.error(required().account, "scenarios", text, about=flow)


def run_account(only: UUID | None = None) -> None:
    """Runs the scenarios of all callflows of the account, or of one."""
    flows = Callflow.objects.exclude(live=None).exclude(scenarios=None)
    if only:
        flows = flows.filter(pk=only)
    for flow in flows.select_related("live").order_by("pk").distinct("pk"):
        run_live(flow)
