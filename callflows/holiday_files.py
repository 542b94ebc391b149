"""Holidays as files: iCalendar (RFC 5545) and CSV, read and written.

An event of iCalendar becomes a rule with name and dates. A time with a zone is put on
the wall clock of the calendar's zone. Of recurrences only `FREQ=YEARLY` is known; other
events that repeat are refused by name instead of being taken half.

CSV has the columns `name`, `from`, `to`: days as `12-25` (every year) or `2026-12-25`,
perhaps with a time after a blank.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from callflows.time_rules import (
    LONGEST_NAME,
    MINUTES,
    Day,
    TimeRule,
    moment_text,
    read_rule,
)

MOST = 500
_LINE = re.compile(
    r"(?P<name>[A-Za-z-]+)(?P<parameters>(?:;[^:\"]*|\"[^\"]*\")*):(?P<value>.*)"
)
_ZONE = re.compile(r";TZID=\"?([^;:\"]+)", re.I)
_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?")
_ESCAPED = {"n": "\n", "N": "\n"}
_COLUMNS = ("name", "from", "to")


@dataclass(frozen=True)
class Found:
    """What a file holds, and what of it can't be taken."""

    rules: tuple[TimeRule, ...]
    faults: tuple[str, ...]


def read(text: str, zone: str) -> Found:
    """The holidays of a file; it shows itself whether it is iCalendar or CSV."""
    text = text.removeprefix("\ufeff")
    kind = _events if text.lstrip().upper().startswith("BEGIN:") else _lines
    rules: list[TimeRule] = []
    faults: list[str] = []
    for where, make in kind(text, zone):
        if len(rules) >= MOST:
            faults.append(_("More than %(n)s holidays.") % {"n": MOST})
            break
        try:
            rule = make()
        except ValueError as error:
            faults.append(f"{where}: {error}")
        else:
            if rule not in rules:
                rules.append(rule)
    if not rules and not faults:
        faults.append(_("There is no holiday in this file."))
    return Found(tuple(rules), tuple(faults))


Entries = Iterator[tuple[str, Callable[[], TimeRule]]]


def _lines(text: str, zone: str) -> Entries:
    """The rows of CSV; its first row has the names of the columns."""
    sample = text.partition("\n")[0]
    delimiter = ";" if sample.count(";") > sample.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    try:
        names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
        if not {"name", "from"} <= set(names):
            message = _("no columns “name” and “from” in the first line")
            yield _("Line %(n)s") % {"n": 1}, _refusing(message)
            return
        reader.fieldnames = names
        for row in reader:
            where = _("Line %(n)s") % {"n": reader.line_num}
            yield where, lambda row=row: _from_row(row)  # type: ignore[misc]
    except csv.Error as error:
        yield _("Line %(n)s") % {"n": reader.line_num}, _refusing(str(error))


def _refusing(message: str) -> Callable[[], TimeRule]:
    def refuse() -> TimeRule:
        raise ValueError(message)

    return refuse


def _from_row(row: Mapping[str, str | None]) -> TimeRule:
    given = {key: (row.get(key) or "").strip() for key in _COLUMNS}
    if not given["name"] or not given["from"]:
        raise ValueError(_("name and from must be there"))
    return read_rule({key: value for key, value in given.items() if value})


def _events(text: str, zone: str) -> Entries:
    """The events of iCalendar; lines that go on on the next one are joined before."""
    event: dict[str, tuple[str, str]] | None = None
    nested = 0
    for number, line in enumerate(re.sub(r"\r?\n[ \t]", "", text).splitlines(), 1):
        found = _LINE.fullmatch(line.strip())
        if not found:
            continue
        name, value = found["name"].upper(), found["value"]
        if name == "BEGIN" and value.upper() == "VEVENT":
            event, nested = {}, 0
        elif event is None:
            continue
        elif name == "BEGIN":
            nested += 1  # an alarm, say, with a description of its own
        elif name == "END" and nested:
            nested -= 1
        elif name == "END":
            title = _unescaped(event.get("SUMMARY", ("", ""))[1])
            where = title or _("Line %(n)s") % {"n": number}
            yield where, lambda e=event: _from_event(e, zone)  # type: ignore[misc]
            event = None
        elif not nested:
            event.setdefault(name, (found["parameters"], value))


def _from_event(event: Mapping[str, tuple[str, str]], zone: str) -> TimeRule:
    name = " ".join(_unescaped(event.get("SUMMARY", ("", ""))[1]).split())
    if not name or "DTSTART" not in event:
        raise ValueError(_("SUMMARY and DTSTART must be there"))
    yearly = _yearly(event)
    first, timed = _moment(*event["DTSTART"], zone)
    last = _end(event, zone, first, timed)
    if last <= first:
        raise ValueError(_("it ends before it begins"))
    begin = first.hour * 60 + first.minute
    until = last.hour * 60 + last.minute
    if until == 0:  # midnight is the end of the day before
        last, until = last - timedelta(days=1), MINUTES
    years = (None, None) if yearly else (first.year, last.year)
    return read_rule(
        {
            "name": name[:LONGEST_NAME],
            "from": moment_text(Day(first.month, first.day, years[0]), begin),
            "to": moment_text(Day(last.month, last.day, years[1]), until, MINUTES),
        }
    )


def _yearly(event: Mapping[str, tuple[str, str]]) -> bool:
    """Whether it comes every year on that date; refuses all other repetitions."""
    if {"RDATE", "EXDATE", "RECURRENCE-ID"} & event.keys():
        raise ValueError(_("repeats on single dates: enter each by itself"))
    if "RRULE" not in event:
        return False
    parts = dict(
        part.upper().partition("=")[::2] for part in event["RRULE"][1].split(";")
    )
    start = event["DTSTART"][1]
    same = {"BYMONTH": int(start[4:6]), "BYMONTHDAY": int(start[6:8]), "INTERVAL": 1}
    known = all(parts[key] == str(value) for key, value in same.items() if key in parts)
    others = parts.keys() - same.keys() - {"FREQ", "WKST"}
    if parts.get("FREQ") != "YEARLY" or others or not known:
        raise ValueError(_("repeats in another way than every year on this date"))
    return True


def _moment(parameters: str, value: str, zone: str) -> tuple[datetime, bool]:
    """A moment of the zone's wall clock, and whether a time was given."""
    if re.fullmatch(r"\d{8}", value):
        return datetime.combine(date.fromisoformat(value), time()), False
    if not re.fullmatch(r"\d{8}T\d{6}Z?", value):
        raise ValueError(_("no date: %(value)s") % {"value": value[:40]})
    moment = datetime.strptime(value[:15], "%Y%m%dT%H%M%S")
    of = _ZONE.search(parameters)
    if value.endswith("Z"):
        moment = moment.replace(tzinfo=UTC)
    elif of:
        moment = moment.replace(tzinfo=_zone(of[1]))
    if moment.tzinfo:
        moment = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return moment, True


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise ValueError(_("no such time zone: %(name)s") % {"name": name}) from None


def _end(
    event: Mapping[str, tuple[str, str]], zone: str, first: datetime, timed: bool
) -> datetime:
    """Exclusive. Without an end a date lasts its day; a moment alone is refused."""
    if "DTEND" in event:
        return _moment(*event["DTEND"], zone)[0]
    if "DURATION" in event:
        found = _DURATION.fullmatch(event["DURATION"][1])
        if not found:
            raise ValueError(_("no duration"))
        weeks, days, hours, minutes = (int(part or 0) for part in found.groups())
        return first + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if timed:
        raise ValueError(_("it has no end"))
    return first + timedelta(days=1)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: _ESCAPED.get(m[1], m[1]), text)


def write_csv(rules: Iterable[TimeRule]) -> str:
    """The columns that read() knows."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(_COLUMNS)
    for rule in rules:
        if rule.first and rule.last:
            begin = moment_text(rule.first, rule.begin)
            end = moment_text(rule.last, rule.until, MINUTES)
            writer.writerow((_harmless(rule.name), begin, end))
    return file.getvalue()


def _harmless(text: str) -> str:
    """No formula for a spreadsheet."""
    return f" {text}" if text[:1] in "=+-@" else text


def write_ics(rules: Iterable[TimeRule], calendar: str, year: int) -> str:
    """An event for each holiday on the wall clock; yearly ones begin in `year`."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//pbxportal//holidays//EN"]
    lines.append(f"X-WR-CALNAME:{_escaped(calendar)}")
    for number, rule in enumerate(rules):
        if rule.first and rule.last:
            lines += _event(rule, rule.first, rule.last, year, number)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(
    rule: TimeRule, first: Day, last: Day, year: int, number: int
) -> Iterator[str]:
    yearly = first.year is None
    while yearly and (2, 29) in {(d.month, d.day) for d in (first, last)} and year % 4:
        year += 1
    begin = datetime(first.year or year, first.month, first.day)
    over = yearly and last.number < first.number
    end = datetime(last.year or year + over, last.month, last.day)
    begin += timedelta(minutes=rule.begin)
    end += timedelta(minutes=rule.until)
    form = ":%Y%m%dT%H%M%S" if rule.timed else ";VALUE=DATE:%Y%m%d"
    yield "BEGIN:VEVENT"
    yield f"UID:{number}-{begin:%Y%m%dT%H%M}@holidays.pbxportal"
    yield f"DTSTAMP:{begin:%Y%m%dT%H%M%S}Z"
    yield f"DTSTART{begin.strftime(form)}"
    yield f"DTEND{end.strftime(form)}"
    yield f"SUMMARY:{_escaped(rule.name)}"
    if yearly:
        yield "RRULE:FREQ=YEARLY"
    yield "END:VEVENT"


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text)


def _folded(line: str) -> str:
    """At most 75 bytes a line; what goes on begins with a blank."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 74:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
