"""What a call would meet: a draft or what is live, run against a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rest_framework.exceptions import ValidationError as ApiValidationError

from callflows.dialling import MOST_DIGITS
from callflows.instructions import ON, Feature
from callflows.models import Callflow, CallflowNumber
from callflows.outside_lines import OutsideInfo
from callflows.services.programs import Programs, Ready, of_draft, of_live
from callflows.services.prompts import own_sounds
from callflows.services.surroundings import extensions
from callflows.simulation import End, Outcome, Scenario, Step, Trace
from callflows.simulation import simulate as run
from callflows.simulation.scenario import Activity, Agents, LotScenario, QueueScenario
from pbxportal.lib.names import callflow_unit
from tenants import refs
from tenants.actor import required
from tenants.models import Account

M = TypeVar("M", bound=BaseModel)
_loaders: list[Callable[[Account], OutsideInfo]] = []


class QueueIn(BaseModel):
    """How it is in a queue, as a program sends it."""

    model_config = ConfigDict(extra="forbid")

    agents: Agents = Agents.AVAILABLE
    wait: int = Field(0, ge=0, le=7200)
    full: bool = False
    key_after: int | None = Field(None, ge=0, le=7200)


class LotIn(BaseModel):
    """How it is in a parking lot, as a program sends it."""

    model_config = ConfigDict(extra="forbid")

    parked: tuple[int, ...] = Field((), max_length=100)
    taken_after: int | None = Field(None, ge=0, le=7200)


class StateIn(BaseModel):
    """What a user has switched."""

    model_config = ConfigDict(extra="forbid")

    do_not_disturb: bool = False
    forward_always: str = Field("", max_length=20)
    forward_busy: str = Field("", max_length=20)
    forward_no_answer: str = Field("", max_length=20)

    def features(self) -> dict[Feature, str]:
        """As the simulator takes it."""
        given = self.model_dump()
        return {f: ON if given[f] is True else given[f] or "" for f in Feature}


class ScenarioIn(BaseModel):
    """A scenario as a program sends it."""

    model_config = ConfigDict(extra="forbid")

    dialled: str = Field("", max_length=40)
    caller: str = Field("", max_length=40)
    at: datetime | None = None
    keys: list[str] = Field(default_factory=list, max_length=100)
    outcomes: dict[str, Outcome] = Field(default_factory=dict)
    answers: dict[str, str] = Field(default_factory=dict)
    queues: dict[str, QueueIn] = Field(default_factory=dict)
    activity: dict[str, Activity] = Field(default_factory=dict)
    lots: dict[str, LotIn] = Field(default_factory=dict)
    agent: Literal["", "in", "out", "paused"] = ""
    states: dict[str, StateIn] = Field(default_factory=dict)


@dataclass(frozen=True)
class ToldStep:
    """A step with all that people want to read of it.

    `seconds` is how long it took; `heard` are the sounds, also those that the account has
    put in place of system prompts.
    """

    step: Step
    ready: Ready
    label: str
    caption: str
    exit_label: str
    seconds: int
    heard: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            **self.step.as_json(),
            "label": self.label,
            "caption": self.caption,
            "exit_label": self.exit_label,
            "seconds": self.seconds,
            "heard": list(self.heard),
            "callflow": {
                "id": str(self.ready.id),
                "name": self.ready.name,
                "version": self.ready.version,
            },
        }


@dataclass(frozen=True)
class Told:
    """A trace with all that people want to read of it."""

    trace: Trace
    steps: tuple[ToldStep, ...]

    @property
    def end(self) -> End:
        """How the call ended."""
        return self.trace.end

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        steps = [told.as_json() for told in self.steps]
        return {"steps": steps, "end": self.end.as_json()}


def simulate(flow: Callflow, data: Any) -> dict[str, Any]:
    """The trace of the scenario on the draft of `flow`, others as they are live.

    Raises a validation error that names the wrong field.
    """
    scenario = read_scenario(data)
    return tell(of_draft(flow), scenario).as_json()


def tell(programs: Programs, scenario: Scenario) -> Told:
    """Runs the first of the programs."""
    first = next(iter(programs))
    programs, routes, users = _with_numbers(programs, scenario)
    plain = {unit: ready.program for unit, ready in programs.items()}
    trace = run(plain, first, scenario, routes, outside(), users)
    return Told(trace, tell_steps(programs, trace, own_sounds()))


def tell_steps(
    programs: Programs, trace: Trace, own: Mapping[str, str]
) -> tuple[ToldStep, ...]:
    """The steps of a trace on these programs, as people want to read them.

    `own` are the account's own sounds, by the system prompts that they replace.
    """
    times = [*(step.at for step in trace.steps), trace.end.at]
    took = [int((end - begin).total_seconds()) for begin, end in pairwise(times)]
    steps = zip(trace.steps, took, strict=True)
    return tuple(_told(programs, step, took, own) for step, took in steps)


def _with_numbers(
    programs: Programs, scenario: Scenario
) -> tuple[Programs, dict[str, str], frozenset[str]]:
    """The programs with those that calls may be forwarded to, or dial at a menu.

    Besides all numbers of the account with their units, and which are users' extensions.
    """
    wanted = {number for state in scenario.states.values() for number in state.values()}
    wanted |= _dialled(scenario.keys) | _keyed_in(scenario)
    slug = required().account.slug
    live = CallflowNumber.objects.exclude(callflow__live=None)
    routes = {
        number: callflow_unit(slug, handle)
        for number, handle in live.values_list("number", "callflow__handle")
    }
    more = dict(programs)
    found = live.filter(number__in=wanted & routes.keys())
    for entry in found.select_related("callflow__live"):
        more = {**of_live(entry.callflow), **more}
    return more, routes, extensions(routes)


def _dialled(keys: Sequence[str]) -> set[str]:
    """All that may have been dialled with these keys."""
    text = "".join(keys)
    return {
        text[begin : begin + length]
        for begin in range(len(text))
        for length in range(1, MOST_DIGITS + 1)
    }


def _keyed_in(scenario: Scenario) -> set[str]:
    """All that could be a number among the keys that the caller presses."""
    keys = "".join(key or "#" for key in scenario.keys).split("#")
    return {part[at:] for part in keys for at in range(len(part))}


def register_outside(loader: Callable[[Account], OutsideInfo]) -> None:
    """Says how an account's way to the public network is loaded."""
    _loaders.append(loader)


def outside() -> OutsideInfo:
    """The way of the current account to the public network."""
    account = required().account
    return next((load(account) for load in _loaders), OutsideInfo())


def _told(
    programs: Programs, step: Step, seconds: int, own: Mapping[str, str]
) -> ToldStep:
    ready = programs[step.unit]
    module = ready.checked.flow.nodes[step.path].module
    known = ready.checked.snapshot
    exits = {exit.key: exit.name(known) for exit in module.branches()} if module else {}
    return ToldStep(
        step,
        ready,
        label=str(module.label) if module else step.module,
        caption=module.caption(known) if module else "",
        exit_label=exits.get(step.exit, step.exit),
        seconds=seconds,
        heard=(*step.heard, *_own_heard(step, own)),
    )


def _own_heard(step: Step, own: Mapping[str, str]) -> Iterator[str]:
    """Prompts of the system are no news to people, unless they say something else."""
    for prompt in dict.fromkeys(step.prompts):
        if prompt in own:
            text = _("%(name)s (your sound in place of “%(prompt)s”)")
            yield text % {"name": own[prompt], "prompt": prompt}


def read_scenario(data: Any) -> Scenario:
    """A scenario from JSON; without `at` it is now.

    A moment without an offset is on the account's clock, on which all are told.
    """
    asked = validated(ScenarioIn, data)
    zone = ZoneInfo(required().account.timezone)
    at = asked.at or timezone.now()
    at = at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)
    return Scenario(
        dialled=asked.dialled,
        caller=asked.caller,
        at=at,
        keys=tuple(asked.keys),
        outcomes=asked.outcomes,
        answers=asked.answers,
        queues={
            id: QueueScenario(**queue.model_dump())
            for id, queue in asked.queues.items()
        },
        activity=asked.activity,
        lots={id: LotScenario(**lot.model_dump()) for id, lot in asked.lots.items()},
        agent=asked.agent,
        states={user: state.features() for user, state in asked.states.items()},
        calling_user=_user_of(asked.caller),
    )


def _user_of(extension: str) -> str:
    """The id of the user whose telephone shows that number; people live above."""
    users = refs.get("user").model._default_manager.filter(extension=extension)
    pk = users.values_list("pk", flat=True).first()
    return str(pk) if pk else ""


def validated(shape: type[M], data: Any) -> M:
    """The data in its shape; raises a validation error that names the wrong field."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise ApiValidationError(_by_field(error)) from error


def _by_field(error: ValidationError) -> Mapping[str, str]:
    return {
        ".".join(map(str, e["loc"])) or "non_field_errors": e["msg"]
        for e in error.errors()
    }
