"""Which of several time rules decides, over a span of time.

A pure function that looks only where a decision can change: at the begin of a day, and
at the clock times that rules name. Moments are whole seconds since 1970 (UTC).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from callflows.time_rules import MINUTES, TimeRule, begins_on, holds

DAY = MINUTES * 60
NO_RULE = -1
_EPOCH = date(1970, 1, 1).toordinal()

# Minutes of a day from which on a rule decides, by its number; the first is 0.
Profile = tuple[tuple[int, int], ...]


class Part(NamedTuple):
    """From `start` up to `end` the rule of that number decides, or NO_RULE."""

    start: int
    end: int
    rule: int


@lru_cache(maxsize=512)
def parts(
    rules: tuple[TimeRule, ...], timezone: str, start: int, end: int
) -> tuple[Part, ...]:
    """The first of the rules that holds, from `start` up to `end`, without a gap."""
    days = _Days(rules)
    found: list[Part] = []
    for begin, until, offset in _offsets(timezone, start, end):
        for moment, last, rule in _local(days, begin + offset, until + offset):
            if found and found[-1].rule == rule:
                moment = found.pop().start + offset
            found.append(Part(moment - offset, last - offset, rule))
    return tuple(found)


def _local(days: _Days, begin: int, end: int) -> Iterator[Part]:
    """The parts of a span of a clock that is never changed."""
    for number in range(begin // DAY, (end - 1) // DAY + 1):
        profile = days.profile(date.fromordinal(_EPOCH + number))
        ends = [minute for minute, _ in profile[1:]] + [MINUTES]
        for (minute, rule), until in zip(profile, ends, strict=True):
            first = max(begin, number * DAY + minute * 60)
            last = min(end, number * DAY + until * 60)
            if first < last:
                yield Part(first, last, rule)


class _Days:
    """What decides when on a day; days on which the same windows begin are alike."""

    def __init__(self, rules: Sequence[TimeRule]) -> None:
        self._rules = rules
        self._known: dict[tuple[bool, ...], Profile] = {}
        self._timed = any(rule.timed for rule in rules)
        edges = {0}
        for rule in rules:
            edges |= {rule.start, rule.end, rule.begin, rule.until}
        self._clocks = [
            (minute, time(*divmod(minute, 60))) for minute in sorted(edges - {MINUTES})
        ]

    def profile(self, day: date) -> Profile:
        """The rules that decide on the day."""
        if self._timed:
            return self._looked_at(day)
        before = day - timedelta(days=1)
        begin = [begins_on(rule, day) for rule in self._rules]
        begun = [rule.overnight and begins_on(rule, before) for rule in self._rules]
        key = (*begin, *begun)
        if key not in self._known:
            self._known[key] = self._looked_at(day)
        return self._known[key]

    def _looked_at(self, day: date) -> Profile:
        found: list[tuple[int, int]] = []
        for minute, clock in self._clocks:
            rule = first_that_holds(self._rules, datetime.combine(day, clock))
            if not found or found[-1][1] != rule:
                found.append((minute, rule))
        return tuple(found)


def first_that_holds(rules: Sequence[TimeRule], local: datetime) -> int:
    """The number of the first rule that holds at a moment of the wall clock."""
    return next((n for n, rule in enumerate(rules) if holds(rule, local)), NO_RULE)


def _offsets(timezone: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """The span cut where clocks are changed, each part with its offset from UTC."""
    zone = ZoneInfo(timezone)
    begin, offset = start, _offset(zone, start)
    for moment in [*range(start + DAY, end, DAY), end]:
        if _offset(zone, moment) == offset:
            continue
        before, after = moment - DAY, moment
        while after - before > 1:
            middle = (before + after) // 2
            same = _offset(zone, middle) == offset
            before, after = (middle, after) if same else (before, middle)
        if after < end:
            yield begin, after, offset
            begin, offset = after, _offset(zone, after)
    yield begin, end, offset


def _offset(zone: ZoneInfo, moment: int) -> int:
    found = datetime.fromtimestamp(moment, zone).utcoffset()
    return int(found.total_seconds()) if found is not None else 0


# A leap year, in seconds: every day of a yearly rule comes in it.
_YEAR = 1704067200, 1704067200 + 366 * DAY


def any_year(rules: tuple[TimeRule, ...]) -> tuple[Part, ...]:
    """Which of the rules decides in a year for which no rule was made.

    The numbers are those of `rules`, of which rules of one year never hold.
    """
    places = [n for n, rule in enumerate(rules) if not (rule.first and rule.first.year)]
    found = parts(tuple(rules[place] for place in places), "UTC", *_YEAR)
    return tuple(
        Part(part.start, part.end, NO_RULE if part.rule < 0 else places[part.rule])
        for part in found
    )
