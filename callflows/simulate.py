"""What would happen to a call: runs a program against a scenario instead of a phone.

A pure function of programs and scenario; the clock is the scenario's and goes on while
telephones ring and menus wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.describe import CAUSES
from callflows.instructions import Block, Cause, Path, Program, To
from callflows.time_rules import holds, local_time


class Outcome(StrEnum):
    """What a device or user does when it rings."""

    ANSWER = "answer"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    OFFLINE = "offline"


@dataclass(frozen=True)
class Scenario:
    """A call. `keys` are what the caller presses, in turn; "" is a wait for nothing.

    After the last key the caller presses none. `outcomes` are by id of a device or of a
    user (which then counts for all of its devices); whoever is not named answers.
    """

    dialled: str
    caller: str
    at: datetime
    keys: tuple[str, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """The call at one module: where, what happens there, and when it got there."""

    unit: str
    node: str
    path: Path
    module: str
    text: str
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {
            "unit": self.unit,
            "node": self.node,
            "path": list(self.path),
            "module": self.module,
            "text": self.text,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class End:
    """How the call ended: `answered`, `voicemail`, `hung-up`, `no-callflow` or `loop`.

    `who` is the id of the user, device or mailbox that got the call; `cause` is given
    for a call that was hung up.
    """

    kind: str
    text: str
    at: datetime
    who: str = ""
    cause: str = ""

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {
            "kind": self.kind,
            "text": self.text,
            "at": self.at.isoformat(),
            "who": self.who,
            "cause": self.cause,
        }


@dataclass(frozen=True)
class Trace:
    """All that happened to a call, in order."""

    steps: tuple[Step, ...]
    end: End

    @property
    def nodes(self) -> tuple[tuple[str, str], ...]:
        """Unit and node of every step: what a real call announces by its marks."""
        return tuple((step.unit, step.node) for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {"steps": [s.as_json() for s in self.steps], "end": self.end.as_json()}


def simulate(programs: Mapping[str, Program], unit: str, scenario: Scenario) -> Trace:
    """Runs the call from the entry of `unit`.

    `programs` are by unit: the flow in question and all published ones that it may go
    to. A jump to a unit that is not there ends the call, as in Asterisk.
    """
    return _Run(programs, scenario).run(unit)


class _Run:
    """One call. Each `emit_<Instruction>` does it and says where it leads, if so."""

    def __init__(self, programs: Mapping[str, Program], scenario: Scenario) -> None:
        self.programs = programs
        self.scenario = scenario
        self.keys = list(_key_presses(scenario.keys))
        self.now = scenario.at
        self.unit = ""
        self.hops = 0
        self.dialled = Cause.NO_ANSWER
        self.steps: list[Step] = []
        self.end: End | None = None

    def run(self, unit: str) -> Trace:
        """Goes from block to block until the call has ended."""
        block = self._enter(unit)
        while block and self.end is None:
            block = self._block(block)
        assert self.end is not None  # noqa: S101  every block leaves or ends
        return Trace(tuple(self.steps), self.end)

    def _enter(self, unit: str) -> Block | None:
        program = self.programs.get(unit)
        if program is None:
            self._finish("no-callflow", _("The callflow is not published."))
            return None
        self.unit = unit
        return program.blocks[0]

    def _block(self, block: Block) -> Block | None:
        if block.module:
            step = Step(self.unit, block.name, block.path, block.module, "", self.now)
            self.steps.append(step)
        for instruction in block.body:
            emit: Callable[[Any], To | Block | None]
            emit = getattr(self, f"emit_{type(instruction).__name__}")
            leads = emit(instruction)
            if self.end or isinstance(leads, Block):
                return leads if isinstance(leads, Block) else None
            if leads:
                return self.programs[self.unit].by_name[leads.block]
        return None

    def _say(self, text: str) -> None:
        """Adds a sentence to the step that the call is at."""
        if self.steps:
            last = self.steps[-1]
            self.steps[-1] = replace(last, text=f"{last.text} {text}".strip())

    def _finish(self, kind: str, text: str, who: str = "", cause: str = "") -> None:
        self.end = End(kind, text, self.now, who, cause)

    def _pass(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    def emit_Mark(self, do: op.Mark) -> None:
        """The step was noted on entering the block."""

    def emit_Answer(self, do: op.Answer) -> None:
        """Answering is no news to a caller."""

    def emit_Play(self, do: op.Play) -> None:
        self._say(_("Plays “%(name)s”.") % {"name": do.sound.name})

    def emit_Gather(self, do: op.Gather) -> To:
        cases = {case.key: case.to for case in do.cases}
        to = do.no_key
        for _attempt in range(do.tries):
            key = self.keys.pop(0) if self.keys else ""
            if key in cases:
                self._say(_("The caller presses %(key)s.") % {"key": key})
                return cases[key]
            if key:
                self._say(
                    _("The caller presses %(key)s, which leads nowhere.") % {"key": key}
                )
                to = do.other_key
            else:
                self._say(_("The caller presses no key."))
                self._pass(do.seconds)
                to = do.no_key
        return to

    def emit_Dial(self, do: op.Dial) -> To | None:
        outcome = self._outcome(do)
        name = {"name": do.name, "seconds": do.seconds}
        self.dialled = Cause.BUSY if outcome == Outcome.BUSY else Cause.NO_ANSWER
        if outcome == Outcome.ANSWER:
            self._say(_("%(name)s rings and answers.") % name)
            text = _("%(name)s talks to the caller.") % name
            self._finish("answered", text, who=str(do.whom))
            return None
        if outcome == Outcome.NO_ANSWER:
            self._say(_("%(name)s rings for %(seconds)s seconds in vain.") % name)
            self._pass(do.seconds)
        elif outcome == Outcome.BUSY:
            self._say(_("%(name)s is busy.") % name)
        else:
            self._say(_("%(name)s has no telephone that is registered.") % name)
        return do.unanswered

    def _outcome(self, do: op.Dial) -> Outcome:
        """What comes of ringing all devices together."""
        named, by = str(do.whom), self.scenario.outcomes
        each = {by.get(str(d.id), by.get(named, Outcome.ANSWER)) for d in do.devices}
        for outcome in (Outcome.ANSWER, Outcome.NO_ANSWER, Outcome.BUSY):
            if outcome in each:
                return outcome
        return Outcome.OFFLINE

    def emit_Voicemail(self, do: op.Voicemail) -> None:
        name = {"name": do.box.name}
        self._say(_("The mailbox “%(name)s” takes a message.") % name)
        text = _("The caller leaves a message for “%(name)s”.") % name
        self._finish("voicemail", text, who=str(do.box.id))

    def emit_BranchOnTime(self, do: op.BranchOnTime) -> To:
        local = local_time(self.now, do.timezone)
        for case in do.cases:
            if holds(case.rule, local):
                self._say(_("It is “%(name)s”.") % {"name": case.name})
                return case.to
        self._say(_("No time frame holds."))
        return do.otherwise

    def emit_Jump(self, do: op.Jump) -> Block | None:
        self.hops += 1
        name = {"name": do.callflow.name}
        if self.hops > op.MAX_HOPS:
            self._finish("loop", _("The call goes in circles and is ended."))
            return None
        self._say(_("Goes on in “%(name)s”.") % name)
        return self._enter(do.callflow.unit)

    def emit_Goto(self, do: op.Goto) -> To:
        return do.to

    def emit_HangUp(self, do: op.HangUp) -> None:
        cause = self.dialled if do.cause == Cause.AS_DIALLED else do.cause
        text = _("The call ends: %(why)s.") % {"why": CAUSES[cause]}
        self._finish("hung-up", text, cause=cause.value)


def _key_presses(keys: tuple[str, ...]) -> list[str]:
    """Single keys: "12" is a 1 and a 2; "" stays, as a wait without a key."""
    return [key for entry in keys for key in (entry or ("",))]
