"""When rules hold, day by day: for the picture of a week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from callflows.time_rules import MINUTES, TimeRule, holds
from pbxportal.lib.formats import clock_shown


@dataclass(frozen=True)
class Span:
    """From a minute of a day up to another, exclusive."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Minutes."""
        return self.end - self.start

    def __str__(self) -> str:
        return f"{clock_shown(self.start)}-{clock_shown(self.end)}"


def spans(rules: Iterable[TimeRule], day: date) -> list[Span]:
    """When, on that day, any of the rules holds; neighbours are joined."""
    rules = tuple(rules)
    edges = {0, MINUTES}
    for rule in rules:
        edges |= {rule.start, rule.end, rule.begin, rule.until}
    found: list[Span] = []
    for start, end in pairwise(sorted(edges)):
        moment = datetime.combine(day, time(*divmod(start, 60)))
        if any(holds(rule, moment) for rule in rules):
            joins = found and found[-1].end == start
            begin = found.pop().start if joins else start
            found.append(Span(begin, end))
    return found


def week(rules: Iterable[TimeRule], day: date) -> list[tuple[date, list[Span]]]:
    """The seven days of the week of `day`, from Monday on."""
    rules = tuple(rules)
    monday = day - timedelta(days=day.weekday())
    days = (monday + timedelta(days=number) for number in range(7))
    return [(each, spans(rules, each)) for each in days]
