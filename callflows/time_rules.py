"""Which time rule holds, and which of several is the most specific one.

Everything here is about the wall clock of one time zone: callers hand in a local
moment. A rule's window that crosses midnight belongs to the day on which it begins, so
"Friday 22:00 to 06:00" still holds on Saturday at 02:00. An hour that daylight saving
skips never comes, one that it repeats comes twice, as on any clock on a wall.

Which of several rules that hold wins is one total order, by what limits them most:
1. a range of days of one year, then one of every year, then the rules of a week;
2. a range of fewer days;
3. fewer minutes (of the range, or of the week);
4. the place in the list: of two that are equal so far the one named first.
`specificity()` is the first three, a stable sort by it adds the fourth.
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
_DAY = re.compile(r"(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2})(?:[ T]([0-9:]{5}))?")
_KEYS = frozenset({"name", "weekdays", "start", "end", "from", "to"})
LONGEST_NAME = 80


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
    New Year. `begin` is the minute of the first day from which on the range counts,
    `until` the minute of the last day at which it is over. `name` is what people call
    the occasion, such as a holiday.
    """

    weekdays: frozenset[int] = EVERY_DAY
    start: int = 0
    end: int = MINUTES
    first: Day | None = None
    last: Day | None = None
    begin: int = 0
    until: int = MINUTES
    name: str = ""

    def __post_init__(self) -> None:
        _refuse(not self.weekdays or not self.weekdays <= EVERY_DAY, "weekdays")
        _refuse(not 0 <= self.start < MINUTES, "start")
        _refuse(not 0 < self.end <= MINUTES or self.end == self.start, "end")
        _refuse((self.first is None) != (self.last is None), "from and to")
        self._check_range()

    def _check_range(self) -> None:
        _refuse(not 0 <= self.begin < MINUTES, "from")
        _refuse(not 0 <= self.until <= MINUTES, "to")
        if not self.first or not self.last:
            _refuse(self.timed, "from and to")
            return
        yearly = self.first.year is None
        _refuse(yearly != (self.last.year is None), "year")
        _refuse(not yearly and self.last.number < self.first.number, "to")
        _refuse(self.first == self.last and self.until <= self.begin, "to")

    @property
    def timed(self) -> bool:
        """Does the range begin or end within a day?"""
        return (self.begin, self.until) != (0, MINUTES)

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
    """May a window of the rule begin on that day?

    A range that begins or ends within a day cuts windows, wherever they begin.
    """
    if day.weekday() not in rule.weekdays:
        return False
    if rule.first is None or rule.last is None or rule.timed:
        return True
    number = _number(day, rule.first)
    first, last = rule.first.number, rule.last.number
    if first <= last:
        return first <= number <= last
    return number >= first or number <= last


def _number(day: date, like: Day) -> int:
    """The day's number for comparing, with the year if the other has one."""
    return (day.year if like.year else 0) * 10000 + day.month * 100 + day.day


def bounds(rule: TimeRule) -> tuple[int, int] | None:
    """The moments of a timed range as `[year]MMDDHHMM`: from and, exclusive, to."""
    if not rule.timed or not rule.first or not rule.last:
        return None
    begin = rule.first.number * 10000 + _clock_number(rule.begin)
    return begin, rule.last.number * 10000 + _clock_number(rule.until)


def _clock_number(minute: int) -> int:
    return minute // 60 * 100 + minute % 60


def _in_bounds(rule: TimeRule, local: datetime) -> bool:
    moments = bounds(rule)
    if moments is None or rule.first is None:
        return True
    minute = _clock_number(local.hour * 60 + local.minute)
    number = _number(local.date(), rule.first) * 10000 + minute
    begin, end = moments
    if begin <= end:
        return begin <= number < end
    return number >= begin or number < end


def holds(rule: TimeRule, local: datetime) -> bool:
    """Does the rule hold at that moment of the wall clock?"""
    if not _in_bounds(rule, local):
        return False
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
    """Sorts the most specific rule first; the module's text has the order.

    A date beats a week ("closed on Dec 25" beats "open Monday to Friday"), M/W/F 12-1
    beats M-F 9-5.
    """
    days = _days(rule)
    if days is None:
        return (2, 0, len(rule.weekdays) * rule.minutes)
    yearly = rule.first is not None and rule.first.year is None
    # A seventh of a minute as unit: of seven days the rule has so many weekdays.
    minutes = len(rule.weekdays) * min(rule.minutes * days, _length(rule, days))
    return (1 if yearly else 0, days, minutes)


def _days(rule: TimeRule) -> int | None:
    """How many days the range touches; None without a range or for a whole year."""
    if rule.first is None or rule.last is None:
        return None
    yearly = rule.first.year is None
    days = (_in_some_year(rule.last) - _in_some_year(rule.first)).days + 1
    if yearly and days <= 0:  # over New Year
        days += 366
    if yearly and days == 366 and not rule.timed:
        return None
    return days - (rule.until == 0)


def _length(rule: TimeRule, days: int) -> int:
    """The minutes from the range's begin to its end."""
    missing = MINUTES - rule.until if rule.until else 0
    return days * MINUTES - rule.begin - missing


def _in_some_year(day: Day) -> date:
    return date(2000 if day.year is None else day.year, day.month, day.day)


def may_overlap(one: TimeRule, other: TimeRule) -> bool:
    """Is there a moment at which both rules hold?

    If there is, there is one at which a window or a range of one of them begins.
    """
    begins = {one.start, other.start, one.begin, other.begin}
    clocks = [time(*divmod(minute, 60)) for minute in sorted(begins)]
    return any(
        holds(one, moment) and holds(other, moment)
        for day in _days_to_look_at(one, other)
        for clock in clocks
        for moment in [datetime.combine(day, clock)]
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
    "01-02", "name": "Holidays"}`; every key may be missing. Days are `MM-DD` or
    `YYYY-MM-DD`, with a time after a blank (`2026-12-24 12:00`) for a range that
    begins or ends within a day.
    """
    if not isinstance(raw, Mapping):
        raise ValueError("rule: not an object")
    if unknown := sorted(str(key) for key in raw if key not in _KEYS):
        raise ValueError(f"{unknown[0]}: unknown")
    first, begin = _read_day(raw, "from", 0)
    last, until = _read_day(raw, "to", MINUTES)
    return TimeRule(
        weekdays=_read_weekdays(raw.get("weekdays", list(WEEKDAYS))),
        start=_read_clock("start", raw.get("start", "00:00")),
        end=_read_clock("end", raw.get("end", "24:00")),
        first=first,
        last=last or first,
        begin=begin,
        until=until,
        name=_read_name(raw.get("name", "")),
    )


def write_rule(rule: TimeRule) -> dict[str, Any]:
    """The JSON that read_rule() reads; what is not limited is left out."""
    raw: dict[str, Any] = {"name": rule.name} if rule.name else {}
    if rule.weekdays != EVERY_DAY:
        raw["weekdays"] = [WEEKDAYS[day] for day in sorted(rule.weekdays)]
    if (rule.start, rule.end) != (0, MINUTES):
        raw["start"], raw["end"] = clock_text(rule.start), clock_text(rule.end)
    if rule.first and rule.last:
        raw["from"] = moment_text(rule.first, rule.begin)
        raw["to"] = moment_text(rule.last, rule.until, MINUTES)
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


def moment_text(day: Day, minute: int, unsaid: int = 0) -> str:
    """ "12-24", or "12-24 12:00" unless the minute is the one that goes unsaid."""
    text = day_text(day)
    return text if minute == unsaid else f"{text} {clock_text(minute)}"


def _read_name(raw: object) -> str:
    if not isinstance(raw, str) or len(raw) > LONGEST_NAME or not raw.isprintable():
        raise ValueError(f"name: a text of up to {LONGEST_NAME} characters")
    return raw


def _read_weekdays(raw: object) -> frozenset[int]:
    if not isinstance(raw, list) or not all(day in WEEKDAYS for day in raw):
        raise ValueError("weekdays: a list of mon, tue, wed, thu, fri, sat, sun")
    return frozenset(WEEKDAYS.index(day) for day in raw)


def _read_clock(key: str, text: object) -> int:
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError(f"{key}: a time such as 09:00")
    return int(found[1]) * 60 + int(found[2]) if found[1] else MINUTES


def _read_day(
    raw: Mapping[str, object], key: str, unsaid: int
) -> tuple[Day | None, int]:
    """The day and its minute; `unsaid` is the minute of a day without a time."""
    text = raw.get(key)
    if text is None:
        return None, unsaid
    found = _DAY.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise ValueError(f"{key}: a day such as 12-24, 2025-12-24, 2025-12-24 12:00")
    year = int(found[1]) if found[1] else None
    minute = _read_clock(key, found[4]) if found[4] else unsaid
    try:
        return Day(int(found[2]), int(found[3]), year), minute
    except ValueError:
        raise ValueError(f"{key}: no such day") from None
