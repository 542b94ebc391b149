"""Which time rule holds, and which of several is the most specific one.

Everything here is about the wall clock of one time zone: callers hand in a local
moment. A rule's window that crosses midnight belongs to the day on which it begins, so
"Friday 22:00 to 06:00" still holds on Saturday at 02:00.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

MINUTES = 24 * 60
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
EVERY_DAY = frozenset(range(7))

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")
_DAY = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})")
_KEYS = frozenset({"weekdays", "start", "end", "from", "to"})


@dataclass(frozen=True)
class Day:
    """A day of every year, or of one year."""

    month: int
    day: int
    year: int | None = None

    def __post_init__(self) -> None:
        # Nobody plans further, and whoever walks through the days must get to an end.
        _refuse(self.year is not None and not 2000 <= self.year < 2200, "year")
        # A leap year admits Feb 29, which a yearly rule may name.
        date(2000 if self.year is None else self.year, self.month, self.day)

    @property
    def number(self) -> int:
        """1224 for a yearly Dec 24, 20251224 for one of 2025: made for comparing."""
        return (self.year or 0) * 10000 + self.month * 100 + self.day


@dataclass(frozen=True)
class TimeRule:
    """Weekdays (0 = Monday), minutes of the day and, perhaps, a range of days.

    `end` is exclusive and may be 1440; `end <= start` crosses midnight. `first` and
    `last` are inclusive; both have a year or neither has. A yearly range may go over
    New Year.
    """

    weekdays: frozenset[int] = EVERY_DAY
    start: int = 0
    end: int = MINUTES
    first: Day | None = None
    last: Day | None = None

    def __post_init__(self) -> None:
        _refuse(not self.weekdays or not self.weekdays <= EVERY_DAY, "weekdays")
        _refuse(not 0 <= self.start < MINUTES, "start")
        _refuse(not 0 < self.end <= MINUTES or self.end == self.start, "end")
        _refuse((self.first is None) != (self.last is None), "from and to")
        if self.first and self.last:
            yearly = self.first.year is None
            _refuse(yearly != (self.last.year is None), "year")
            _refuse(not yearly and self.last.number < self.first.number, "to")

    @property
    def overnight(self) -> bool:
        """Does the window go on after midnight?"""
        return self.end < self.start

    @property
    def minutes(self) -> int:
        """The length of the window."""
        return (self.end - self.start) % MINUTES or MINUTES


def _refuse(wrong: bool, what: str) -> None:
    if wrong:
        raise ValueError(f"{what}: not possible")


def begins_on(rule: TimeRule, day: date) -> bool:
    """May the rule's window begin on that day?"""
    if day.weekday() not in rule.weekdays:
        return False
    if rule.first is None or rule.last is None:
        return True
    number = day.month * 100 + day.day
    if rule.first.year is not None:
        number += day.year * 10000
    first, last = rule.first.number, rule.last.number
    if first <= last:
        return first <= number <= last
    return number >= first or number <= last


def holds(rule: TimeRule, local: datetime) -> bool:
    """Does the rule hold at that moment of the wall clock?"""
    minute = local.hour * 60 + local.minute
    today = local.date()
    if not rule.overnight:
        return rule.start <= minute < rule.end and begins_on(rule, today)
    if minute >= rule.start:
        return begins_on(rule, today)
    return minute < rule.end and begins_on(rule, today - timedelta(days=1))


def local_time(at: datetime, timezone: str) -> datetime:
    """An aware moment on the wall clock of a zone. Refuses a naive one."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(ZoneInfo(timezone))


def specificity(rule: TimeRule) -> tuple[int, int, int]:
    """Sorts the most specific rule first.

    A date beats a week ("closed on Dec 25" beats "open Monday to Friday"), one year's
    date beats every year's, a shorter range beats a longer one; then the rule that
    holds for fewer minutes of a week wins (M/W/F 12-1 beats M-F 9-5).
    """
    weekly = len(rule.weekdays) * rule.minutes
    days = _days(rule)
    if days is None:
        return (2, 0, weekly)
    yearly = rule.first is not None and rule.first.year is None
    return (1 if yearly else 0, days, weekly)


def _days(rule: TimeRule) -> int | None:
    """How many days the range has; None without a range or for a whole year."""
    if rule.first is None or rule.last is None:
        return None
    yearly = rule.first.year is None
    days = (_in_some_year(rule.last) - _in_some_year(rule.first)).days + 1
    if yearly and days <= 0:  # over New Year
        days += 366
    return None if yearly and days == 366 else days


def _in_some_year(day: Day) -> date:
    return date(2000 if day.year is None else day.year, day.month, day.day)


def may_overlap(one: TimeRule, other: TimeRule) -> bool:
    """Is there a moment at which both rules hold?

    Two windows overlap when one of them begins inside the other.
    """
    return any(
        holds(second, begin)
        for first, second in ((one, other), (other, one))
        for day in _days_to_look_at(one, other)
        if begins_on(first, day)
        for begin in [datetime.combine(day, time(*divmod(first.start, 60)))]
    )


def _days_to_look_at(*rules: TimeRule) -> Iterator[date]:
    """Enough days to see all cases: those of one year's range, a cycle, or a week.

    After 28 years every date has fallen on every weekday.
    """
    begin, end = date(2024, 1, 1), date(2024, 1, 7)
    for rule in rules:
        if rule.first and rule.last and rule.first.year is not None:
            begin = _in_some_year(rule.first) - timedelta(days=1)
            end = _in_some_year(rule.last) + timedelta(days=1)
            break
        if rule.first:
            end = date(2051, 12, 31)
    return (begin + timedelta(days=n) for n in range((end - begin).days + 1))


def read_rule(raw: object) -> TimeRule:
    """A rule from JSON; raises ValueError that names the wrong key.

    `{"weekdays": ["mon"], "start": "09:00", "end": "17:00", "from": "12-24", "to":
    "01-02"}`; every key may be missing. Days are `MM-DD` or `YYYY-MM-DD`.
    """
    if not isinstance(raw, Mapping):
        raise ValueError("rule: not an object")
    if unknown := sorted(str(key) for key in raw if key not in _KEYS):
        raise ValueError(f"{unknown[0]}: unknown")
    first, last = _read_day(raw, "from"), _read_day(raw, "to")
    return TimeRule(
        weekdays=_read_weekdays(raw.get("weekdays", list(WEEKDAYS))),
        start=_read_clock(raw, "start", "00:00"),
        end=_read_clock(raw, "end", "24:00"),
        first=first,
        last=last or first,
    )


def write_rule(rule: TimeRule) -> dict[str, Any]:
    """The JSON that read_rule() reads; what is not limited is left out."""
    raw: dict[str, Any] = {}
    if rule.weekdays != EVERY_DAY:
        raw["weekdays"] = [WEEKDAYS[day] for day in sorted(rule.weekdays)]
    if (rule.start, rule.end) != (0, MINUTES):
        raw["start"], raw["end"] = clock_text(rule.start), clock_text(rule.end)
    if rule.first and rule.last:
        raw["from"], raw["to"] = day_text(rule.first), day_text(rule.last)
    return raw


def read_rules(raw: object) -> tuple[TimeRule, ...]:
    """A list of rules from JSON; ValueError for the first wrong one."""
    if not isinstance(raw, Iterable) or isinstance(raw, (str, Mapping)):
        raise ValueError("rules: not a list")
    return tuple(read_rule(item) for item in raw)


def clock_text(minute: int) -> str:
    """540 is "09:00"; the end of a day is "24:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"


def day_text(day: Day) -> str:
    """ "12-24", or "2025-12-24" for one year's day."""
    year = "" if day.year is None else f"{day.year:04}-"
    return f"{year}{day.month:02}-{day.day:02}"


def _read_weekdays(raw: object) -> frozenset[int]:
    if not isinstance(raw, list) or not all(day in WEEKDAYS for day in raw):
        raise ValueError("weekdays: a list of mon, tue, wed, thu, fri, sat, sun")
    return frozenset(WEEKDAYS.index(day) for day in raw)


def _read_clock(raw: Mapping[str, object], key: str, default: str) -> int:
    text = raw.get(key, default)
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError(f"{key}: a time such as 09:00")
    return int(found[1]) * 60 + int(found[2]) if found[1] else MINUTES


def _read_day(raw: Mapping[str, object], key: str) -> Day | None:
    text = raw.get(key)
    if text is None:
        return None
    found = _DAY.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError(f"{key}: a day such as 12-24 or 2025-12-24")
    year = int(found[1]) if found[1] else None
    try:
        return Day(int(found[2]), int(found[3]), year)
    except ValueError:
        raise ValueError(f"{key}: no such day") from None
