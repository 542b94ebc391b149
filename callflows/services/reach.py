"""When calls to a callflow, or to a number, reach nobody in the time to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from callflows.models import Callflow, CallflowNumber
from callflows.outside_lines import OutsideInfo
from callflows.reach import Assumption, Way, scenario, ways
from callflows.services import what_if
from callflows.services.programs import Programs, all_live, of_draft, of_live
from callflows.services.prompts import own_sounds
from callflows.services.what_if import ToldStep, tell_steps, validated
from callflows.simulation import End
from tenants.actor import required

YEAR = 365


class ReachIn(BaseModel):
    """What is asked, as a program or a form sends it."""

    model_config = ConfigDict(extra="forbid")

    assume: Assumption = Assumption.EVERYONE
    keys: str = Field("", max_length=40, pattern=r"^[0-9*# ]*$")
    caller: str = Field("", max_length=40)
    days: int = Field(YEAR, ge=1, le=366)


@dataclass(frozen=True)
class Stretch:
    """From `start` up to `end`, on the account's clock."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is, whatever clocks are changed meanwhile."""
        return timedelta(seconds=self.end.timestamp() - self.start.timestamp())


@dataclass(frozen=True)
class InVain:
    """A way on which a call reaches nobody, and when it is taken."""

    steps: tuple[ToldStep, ...]
    end: End
    stretches: tuple[Stretch, ...]
    seconds: int

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "way": [
                {
                    "callflow": {"id": str(told.ready.id), "name": told.ready.name},
                    "path": list(told.step.path),
                    "label": told.label,
                    "caption": told.caption,
                    "exit": told.step.exit,
                    "exit_label": told.exit_label,
                    "why": told.step.why,
                }
                for told in self.steps
            ],
            "end": {"kind": self.end.kind, "text": self.end.text},
            "seconds": self.seconds,
            "stretches": [
                {"start": each.start.isoformat(), "end": each.end.isoformat()}
                for each in self.stretches
            ],
        }


@dataclass(frozen=True)
class Reach:
    """The answer: all ways in vain, the one that is taken longest first."""

    start: datetime
    end: datetime
    asked: ReachIn
    in_vain: tuple[InVain, ...]

    @property
    def seconds(self) -> int:
        """How long calls reach nobody, all in all."""
        return sum(way.seconds for way in self.in_vain)

    @property
    def always(self) -> bool:
        """Whether no call ever reaches anybody."""
        return self.seconds >= int((self.end - self.start).total_seconds())

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "timezone": required().account.timezone,
            "assume": self.asked.assume.value,
            "keys": self.asked.keys,
            "seconds": self.seconds,
            "always": self.always,
            "in_vain": [way.as_json() for way in self.in_vain],
        }


def of_callflow(flow: Callflow, asked: ReachIn, *, live: bool = False) -> Reach | None:
    """When calls to its draft, or what is live, reach nobody; None: nothing is live."""
    programs = of_live(flow) if live else of_draft(flow)
    if not programs:
        return None
    first = next(iter(programs))
    return reach(programs, first, asked, what_if.outside(), own_sounds())


def of_numbers(
    asked: ReachIn, number: str = ""
) -> Iterator[tuple[CallflowNumber, Reach]]:
    """The same for all numbers of what is live, or for one; a constant number of queries.

    Numbers of the same callflow have the same answer.
    """
    rows = CallflowNumber.objects.exclude(callflow__live=None)
    if number:
        rows = rows.filter(number=number)
    programs, outside, own = all_live(), what_if.outside(), own_sounds()
    known: dict[str, Reach] = {}
    for row in rows.select_related("callflow"):
        unit = row.callflow.unit(required().account.slug)
        if unit not in known:
            known[unit] = reach(programs, unit, asked, outside, own)
        yield row, known[unit]


def read(data: Any) -> ReachIn:
    """What is asked, from a query; raises a validation error that names the field."""
    return validated(ReachIn, data)


def reach(
    programs: Programs,
    unit: str,
    asked: ReachIn,
    outside: OutsideInfo,
    own: Mapping[str, str],
) -> Reach:
    """From now on, for as many days as are asked for.

    `own` are the account's own sounds, by the system prompts that they replace.
    """
    zone = ZoneInfo(required().account.timezone)
    start = timezone.now().astimezone(zone).replace(second=0, microsecond=0)
    end = start + timedelta(days=asked.days)
    keys = tuple("" if key == " " else key for key in asked.keys)
    call = scenario(asked.assume, start, keys, caller=asked.caller)
    plain = {name: ready.program for name, ready in programs.items()}
    found = [way for way in ways(plain, unit, call, end, outside) if not way.reaches]
    found.sort(key=lambda way: -way.seconds)
    told = tuple(_in_vain(programs, way, zone, own) for way in found)
    return Reach(start, end, asked, told)


def _in_vain(
    programs: Programs, way: Way, zone: ZoneInfo, own: Mapping[str, str]
) -> InVain:
    return InVain(
        steps=tell_steps(programs, way.trace, own),
        end=way.trace.end,
        stretches=tuple(_stretches(way.spans, zone)),
        seconds=way.seconds,
    )


def _stretches(spans: Iterable[tuple[int, int]], zone: ZoneInfo) -> Iterator[Stretch]:
    for start, end in spans:
        yield Stretch(
            datetime.fromtimestamp(start, zone), datetime.fromtimestamp(end, zone)
        )
