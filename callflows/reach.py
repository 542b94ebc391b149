"""The ways that a call takes at all moments of a long time: whom it reaches, and when.

A pure function of programs, scenario and time. The call is run once for each way that
the clock can send it, not for each minute: it stops at every branch on the clock, which
divides the moments at which the call may have begun.

A call *reaches nobody* when it ends without a telephone having been answered, a queue
having taken it, or a mailbox, a conference and the like having got it: after an
announcement alone, say. What telephones do is an assumption.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Block, Program, To
from callflows.outside_lines import OutsideInfo
from callflows.simulation import Outcome, Scenario, Simulator, Trace
from callflows.simulation.scenario import Agents, QueueScenario
from callflows.timeline import DAY, NO_RULE, parts
from callflows.words.times import rule_in_words

# How a call ends that nobody got.
LOST = frozenset({"hung-up", "no-callflow", "no-number", "loop"})

V = TypeVar("V")
# Moments at which a call begins: from, and up to, in seconds since 1970.
Span = tuple[int, int]


class Assumption(StrEnum):
    """What telephones do when they shall ring, and agents."""

    # Everybody answers, and agents are free.
    EVERYONE = "everyone"
    # No telephone is registered, and no agent is logged in.
    NOBODY = "nobody"


class _Always(Mapping[str, V], Generic[V]):
    """The same for every key."""

    def __init__(self, value: V) -> None:
        self._value = value

    def __getitem__(self, key: str) -> V:
        return self._value

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def scenario(
    assumed: Assumption,
    at: datetime,
    keys: tuple[str, ...] = (),
    dialled: str = "",
    caller: str = "",
) -> Scenario:
    """A call under an assumption; without keys the caller presses nothing."""
    call = Scenario(dialled, caller, at, keys)
    if assumed == Assumption.EVERYONE:
        return call
    return Scenario(
        dialled,
        caller,
        at,
        keys,
        outcomes=_Always(Outcome.OFFLINE),
        queues=_Always(QueueScenario(Agents.NONE)),
    )


@dataclass(frozen=True)
class Way:
    """A way of a call and when it is taken; `trace` has the times of the first moment."""

    trace: Trace
    reaches: bool
    spans: tuple[Span, ...]

    @property
    def seconds(self) -> int:
        """How long it is taken, all in all."""
        return sum(end - start for start, end in self.spans)


def ways(
    programs: Mapping[str, Program],
    unit: str,
    call: Scenario,
    end: datetime,
    outside: OutsideInfo | None = None,
) -> list[Way]:
    """All ways that the call takes when it begins from `call.at` up to `end`.

    `outside` is how the account calls the public network.
    """
    start = int(call.at.timestamp())
    first = _Explorer(programs, call, outside=outside)
    first.walk_on(first.enter(unit))
    waiting: list[tuple[_Explorer, tuple[Span, ...]]] = [
        (first, ((start, int(end.timestamp())),))
    ]
    found = []
    while waiting:
        here, spans = waiting.pop()
        if here.branch is None:
            found.append(Way(here.trace(), here.reaches, spans))
            continue
        for rule, own in _divided(here.branch, here.elapsed, spans).items():
            waiting.append((here.taking(rule), own))
    return sorted(found, key=lambda way: way.spans)


def _divided(
    branch: op.BranchOnTime, elapsed: int, spans: Sequence[Span]
) -> dict[int, tuple[Span, ...]]:
    """By the rule that decides: when the calls began that got there so much later."""
    start = spans[0][0]
    # Calls that take less than a day ask for the same, which is remembered.
    end = ((spans[-1][1] + elapsed) // DAY + 1) * DAY
    rules = tuple(case.rule for case in branch.cases)
    found: dict[int, list[Span]] = {}
    begins = iter(spans)
    begin, until = next(begins)
    for part in parts(rules, branch.timezone, start // DAY * DAY, end):
        first, last = part.start - elapsed, part.end - elapsed
        while begin < last:
            if until > first:
                own = max(begin, first), min(until, last)
                found.setdefault(part.rule, []).append(own)
            if until > last:
                break
            begin, until = next(begins, (end, end))
    return {rule: tuple(joined(own)) for rule, own in found.items()}


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans in their order, those that touch each other as one."""
    last: Span | None = None
    for span in sorted(spans):
        if last and span[0] <= last[1]:
            last = last[0], max(last[1], span[1])
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


class _Explorer(Simulator):
    """A call that stops at each branch on the clock."""

    branch: op.BranchOnTime | None = None
    _at: Block
    _waited = False

    @property
    def elapsed(self) -> int:
        """Seconds since the call began."""
        return int((self.now - self.scenario.at).total_seconds())

    @property
    def reaches(self) -> bool:
        """Whether somebody, or something, has got the call; it has ended."""
        return self._waited or (self.end is not None and self.end.kind not in LOST)

    def trace(self) -> Trace:
        """All that happened; the call has ended."""
        assert self.end is not None  # noqa: S101  every block leaves or ends
        return Trace(tuple(self.steps), self.end)

    def walk_on(self, block: Block | None) -> None:
        """Up to the next branch on the clock, or to the end."""
        while block and self.end is None and self.branch is None:
            self._at = block
            block = self.walk(block)

    def taking(self, rule: int) -> _Explorer:
        """Another call that goes where the rule leads, on to where it stops again."""
        assert self.branch is not None  # noqa: S101  it has stopped
        other, branch = self._copy(), self.branch
        to, why = branch.otherwise, _("No time frame holds.")
        if rule != NO_RULE:
            case = branch.cases[rule]
            to = case.to
            values = {"name": case.name, "rule": rule_in_words(case.rule)}
            why = _("It is “%(name)s” (%(rule)s).") % values
        block = self.programs[self.unit].by_name[to.block]
        other.branch, other._words = None, []
        other.say(why)
        other._leave(self._at, block)
        other.walk_on(block)
        return other

    def _copy(self) -> _Explorer:
        other = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, (list, dict)):
                setattr(other, name, copy(value))
        other.states = {user: dict(set_) for user, set_ in self.states.items()}
        return other

    def emit_BranchOnTime(self, do: op.BranchOnTime) -> None:  # type: ignore[override]
        self.branch = do

    def _wait(self, do: op.Enqueue, state: QueueScenario) -> To | None:
        self._waited = True
        return super()._wait(do, state)
