"""The way of one call: each module that it met, when, for how long, and in words.

What is gone by now (a callflow, or who it pointed at) is left out; times stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from telephony.models import CallLeg, CallRecord, CallStep
from telephony.models.record import StepKind
from telephony.services.history import legs_of, steps_of
from telephony.services.places import Place, Places
from telephony.services.trace_words import end_in_words, step_in_words, who
from tenants.models import Account


@dataclass(frozen=True)
class TraceStep:
    """One step; `at` is in UTC, `seconds` how long the channel stayed in a node.

    `place` is a node's; `exit` is the exit by which it was left, `why` what else is known
    of that.
    """

    at: datetime
    kind: str
    label: str
    text: str
    channel: str
    context: str = ""
    node: str = ""
    place: Place | None = None
    seconds: float | None = None
    exit: str = ""
    exit_label: str = ""
    why: str = ""

    @property
    def caption(self) -> str:
        """What the module is about."""
        place = self.place
        if place is None or place.read is None or place.path is None:
            return ""
        return place.read.caption(place.path)

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        """For REST; `local` is on the account's clock."""
        return {
            "at": self.at.isoformat(),
            "local": self.at.astimezone(zone).isoformat(),
            "kind": self.kind,
            "label": self.label,
            "caption": self.caption,
            "text": self.text,
            "channel": self.channel,
            "context": self.context,
            "node": self.node,
            **_place_json(self.place or Place()),
            "seconds": self.seconds,
            "exit": self.exit,
            "exit_label": self.exit_label,
            "why": self.why,
        }


def _place_json(place: Place) -> dict[str, Any]:
    read, path = place.read, place.path
    return {
        "callflow": {"id": str(read.id), "name": read.name} if read else None,
        "version": place.version,
        "path": None if path is None else list(path),
        "module": read.module(path) if read and path is not None else "",
    }


@dataclass(frozen=True)
class Trace:
    """All steps of a call in order, and how it ended."""

    call: CallRecord
    steps: tuple[TraceStep, ...]
    end: str

    def as_json(self, account: Account) -> dict[str, Any]:
        """For REST."""
        zone = ZoneInfo(account.timezone)
        at = self.call.ended_at
        return {
            "call": str(self.call.pk),
            "timezone": account.timezone,
            "steps": [step.as_json(zone) for step in self.steps],
            "end": {
                "at": at.isoformat(),
                "local": at.astimezone(zone).isoformat(),
                "result": self.call.result,
                "text": self.end,
            },
        }


def trace(account: Account, call: CallRecord) -> Trace:
    """The call's way; as many queries for a long one as for a short one."""
    rows = list(steps_of(call))
    nodes = [row for row in rows if row.kind == StepKind.NODE]
    places = Places(account, {row.context for row in nodes})
    tracer = _Tracer(call, rows, places, legs_of(call))
    steps = [tracer.step(row) for row in rows if row.kind != StepKind.END]
    return Trace(call, tuple(steps), end_in_words(call))


class _Tracer:
    """Knows of each node which one its channel met next, and when that was over."""

    def __init__(
        self,
        call: CallRecord,
        rows: Sequence[CallStep],
        places: Places,
        legs: Iterable[CallLeg],
    ) -> None:
        self.call, self.places = call, places
        self.gone = _gone(legs)
        self.next = _next(rows)
        self.answers = [
            row
            for row in rows
            if row.kind == StepKind.ANSWER and row.uniqueid != row.linkedid
        ]

    def step(self, row: CallStep) -> TraceStep:
        """A row as people read it."""
        if row.kind == StepKind.NODE:
            return self._node(row)
        label = str(row.get_kind_display())
        return TraceStep(row.at, row.kind, label, step_in_words(row), row.channel)

    def _node(self, row: CallStep) -> TraceStep:
        here, after = self._place(row), self.next.get(row.pk)
        end = after.at if after else self.gone.get(row.uniqueid, self.call.ended_at)
        label, text, exit, exit_label = _("Unknown module"), "", "", ""
        if here.read and here.path is not None and here.shown:
            label, text = here.read.label(here.path), here.read.text(here.path)
            exit = self._exit(row, here.path, after)
            exit_label = here.read.exit_name((*here.path, exit)) if exit else ""
        return TraceStep(
            at=row.at,
            kind=row.kind,
            label=label,
            text=text,
            channel=row.channel,
            context=row.context,
            node=row.node,
            place=here,
            seconds=max(0.0, round((end - row.at).total_seconds(), 3)),
            exit=exit,
            exit_label=exit_label,
            why=self._why(row, after, end),
        )

    def _place(self, row: CallStep) -> Place:
        return self.places.find(row.context, row.node)

    def _exit(
        self, row: CallStep, path: tuple[str, ...], after: CallStep | None
    ) -> str:
        """The exit that leads towards the next node of the same document."""
        if after is None or after.context != row.context:
            return ""
        there = self._place(after).path or ()
        below = there[: len(path)] == path and len(there) > len(path)
        return there[len(path)] if below else ""

    def _why(self, row: CallStep, after: CallStep | None, end: datetime) -> str:
        """Who answered meanwhile, or in which callflow the call went on."""
        answered = [who(a) for a in self.answers if row.at <= a.at <= end]
        if answered:
            return _("Answered by %(who)s.") % {"who": answered[0]}
        there = self._place(after) if after and after.context != row.context else None
        if there and there.read:
            return _("Goes on in “%(name)s”.") % {"name": there.read.name}
        return ""


def _gone(legs: Iterable[CallLeg]) -> Mapping[str, datetime]:
    """When each channel was gone."""
    gone: dict[str, datetime] = {}
    for leg in legs:
        gone[leg.uniqueid] = max(leg.ended_at, gone.get(leg.uniqueid, leg.ended_at))
    return gone


def _next(rows: Sequence[CallStep]) -> Mapping[int, CallStep]:
    """By the key of a node's row: the node that its channel met after it."""
    following: dict[int, CallStep] = {}
    last: dict[str, CallStep] = {}
    for row in rows:
        if row.kind != StepKind.NODE:
            continue
        if row.uniqueid in last:
            following[last[row.uniqueid].pk] = row
        last[row.uniqueid] = row
    return following
