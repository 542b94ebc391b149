"""Holidays as files: what is written is read again, and what can't be is told."""

from __future__ import annotations

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callflows.holiday_files import read, write_csv, write_ics
from callflows.time_rules import TimeRule, read_rule, write_rule

ZONE = "America/St_Johns"


def holiday(name: str, first: str, last: str = "") -> TimeRule:
    return read_rule({"name": name, "from": first, "to": last or first})


HOLIDAYS = (
    holiday("Christmas, and Boxing Day; both", "12-25", "12-26"),
    holiday("Easter Monday", "2026-04-06"),
    read_rule({"name": "Eve", "from": "12-24 12:00", "to": "12-24"}),
    holiday("Works", "2026-12-24 12:00", "2026-12-27 08:30"),
    holiday("Over New Year", "12-31", "01-02"),
    holiday("Leap day", "02-29"),
    holiday("=1+1", "05-01"),
)


@pytest.mark.parametrize("kind", ["csv", "ics"])
def test_what_is_written_is_read_again(kind: str) -> None:
    text = write_csv(HOLIDAYS) if kind == "csv" else write_ics(HOLIDAYS, "All", 2026)
    found = read(text, ZONE)
    assert found.faults == ()
    assert found.rules == HOLIDAYS


names = st.text("aé,;\\:\"' ", min_size=1, max_size=80).map(str.strip).filter(bool)


@given(names)
def test_any_name_survives_icalendar(name: str) -> None:
    name = " ".join(name.split())
    text = write_ics([holiday(name, "12-25")], name, 2026)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert read(text, ZONE).rules == (holiday(name, "12-25"),)


def ics(*lines: str) -> str:
    event = "\n".join(("BEGIN:VEVENT", "SUMMARY:Day", *lines, "END:VEVENT"))
    return f"BEGIN:VCALENDAR\n{event}\nEND:VCALENDAR\n"


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (("DTSTART;VALUE=DATE:20261225",), ("2026-12-25", "2026-12-25")),
        (
            ("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227"),
            ("2026-12-25", "2026-12-26"),
        ),
        (
            ("DTSTART:20261224T120000", "DTEND:20261227T083000"),
            ("2026-12-24 12:00", "2026-12-27 08:30"),
        ),
        (
            ("DTSTART:20261224T153000Z", "DURATION:PT2H"),
            ("2026-12-24 12:00", "2026-12-24 14:00"),
        ),
        (
            (
                "DTSTART;TZID=America/Vancouver:20260701T080000",
                "DTEND;TZID=America/Vancouver:20260701T090000",
            ),
            ("2026-07-01 12:30", "2026-07-01 13:30"),
        ),
        (
            ("DTSTART;VALUE=DATE:20001225", "DURATION:P1W", "RRULE:FREQ=YEARLY"),
            ("12-25", "12-31"),
        ),
        (
            (
                "DTSTART;VALUE=DATE:20201225",
                "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25;INTERVAL=1",
            ),
            ("12-25", "12-25"),
        ),
    ],
)
def test_events(lines: tuple[str, ...], rule: tuple[str, str]) -> None:
    found = read(ics(*lines), ZONE)
    assert found.faults == ()
    assert found.rules == (holiday("Day", *rule),)


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        (("DTSTART:20261224T120000",), "no end"),
        (("DTSTART:tomorrow",), "no date"),
        (("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225"), "before"),
        (("DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=WEEKLY"), "repeats"),
        (("DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=YEARLY;BYDAY=2MO"), "repeats"),
        (("DTSTART;VALUE=DATE:20261225", "EXDATE:20271225"), "repeats"),
        (("DTSTART;TZID=Mars/Base:20261225T120000", "DURATION:PT1H"), "time zone"),
        (("DTSTART;VALUE=DATE:19991225",), "year"),
        ((), "DTSTART"),
    ],
)
def test_an_event_that_can_not_be_taken_is_named(
    lines: tuple[str, ...], fault: str
) -> None:
    found = read(ics(*lines), ZONE)
    assert found.rules == ()
    assert found.faults[0].startswith("Day: ")
    assert fault in found.faults[0]


def test_an_alarm_inside_an_event_is_not_the_event() -> None:
    alarm = ("BEGIN:VALARM", "SUMMARY:Wake up", "END:VALARM")
    found = read(ics(*alarm, "DTSTART;VALUE=DATE:20261225"), ZONE)
    assert [rule.name for rule in found.rules] == ["Day"]


def test_csv_as_spreadsheets_write_it() -> None:
    text = dedent("""\
        \ufeffName;From;To;Note
        Christmas;12-25;12-26;
        Wrong;25.12.;;
        ;12-24;;
        """)
    found = read(text, ZONE)
    assert [write_rule(rule) for rule in found.rules] == [
        {"name": "Christmas", "from": "12-25", "to": "12-26"}
    ]
    assert [fault.partition(":")[0] for fault in found.faults] == ["Line 3", "Line 4"]


@pytest.mark.parametrize("text", ["", "hello", "a,b\n1,2\n", "BEGIN:VCALENDAR\n"])
def test_a_file_without_holidays_says_so(text: str) -> None:
    found = read(text, ZONE)
    assert found.rules == ()
    assert len(found.faults) == 1


def test_a_holiday_that_is_there_twice_counts_once() -> None:
    assert len(read(write_csv(HOLIDAYS * 2), ZONE).rules) == len(HOLIDAYS)
