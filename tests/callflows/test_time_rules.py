"""Which rule holds, and which is the most specific one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callflows.time_rules import (
    EVERY_DAY,
    MINUTES,
    Day,
    TimeRule,
    holds,
    local_time,
    may_overlap,
    read_rule,
    read_rules,
    specificity,
    write_rule,
)

FIRST, LAST = date(2023, 12, 20), date(2026, 3, 5)
days = st.dates(FIRST, LAST)


@st.composite
def rules(draw: st.DrawFn) -> TimeRule:
    """Rules of all kinds: weekly, yearly, of one year, over midnight, over New Year.

    Half of the ranges begin or end within a day.
    """
    start = draw(st.integers(0, MINUTES - 1))
    end = draw(st.integers(1, MINUTES).filter(lambda minute: minute != start))
    weekdays = draw(st.sets(st.sampled_from(sorted(EVERY_DAY)), min_size=1))
    first: Day | None = None
    last: Day | None = None
    match draw(st.sampled_from(["week", "yearly", "dated"])):
        case "yearly":
            first, last = (Day(d.month, d.day) for d in (draw(days), draw(days)))
        case "dated":
            one, other = sorted((draw(days), draw(days)))
            first = Day(one.month, one.day, one.year)
            last = Day(other.month, other.day, other.year)
    begin, until = 0, MINUTES
    if first and draw(st.booleans()):
        begin = draw(st.integers(0, MINUTES - 1))
        until = draw(st.integers(begin + 1 if first == last else 0, MINUTES))
    return TimeRule(frozenset(weekdays), start, end, first, last, begin, until)


def begins_by_hand(rule: TimeRule, day: date) -> bool:
    """As a person would say it, walking through the calendar from the first day."""
    if day.weekday() not in rule.weekdays:
        return False
    if rule.first is None or rule.last is None or rule.timed:
        return True
    years = [rule.first.year] if rule.first.year else [day.year - 1, day.year]
    return any(in_range_of_year(rule.first, rule.last, year, day) for year in years)


def within_by_hand(rule: TimeRule, moment: datetime) -> bool:
    """Whether a moment is between the ends of a range with times, in any year."""
    if not rule.timed or not rule.first or not rule.last:
        return True
    first, last = rule.first, rule.last
    begin, end = (
        (first.month, first.day, rule.begin),
        (last.month, last.day, rule.until),
    )
    minute = moment.hour * 60 + moment.minute
    now = (moment.month, moment.day, minute)
    if first.year and last.year:
        return (first.year, *begin) <= (moment.year, *now) < (last.year, *end)
    return begin <= now < end if begin <= end else not end <= now < begin


def in_range_of_year(first: Day, last: Day, year: int, day: date) -> bool:
    over = (last.month, last.day) < (first.month, first.day) and last.year is None
    last_year = last.year or (year + 1 if over else year)
    begin, end = (year, first.month, first.day), (last_year, last.month, last.day)
    return begin <= (day.year, day.month, day.day) <= end


def holds_by_hand(rule: TimeRule, moment: datetime) -> bool:
    """Lays out the windows of two days, minute by minute, and looks the moment up."""
    if not within_by_hand(rule, moment):
        return False
    this_minute = moment.replace(second=0, microsecond=0)
    for back in (0, 1):
        day = moment.date() - timedelta(days=back)
        if begins_by_hand(rule, day):
            begin = datetime.combine(day, time()) + timedelta(minutes=rule.start)
            window = (begin + timedelta(minutes=m) for m in range(rule.minutes))
            if this_minute in window:
                return True
    return False


@given(rules(), days, st.integers(0, MINUTES - 1), st.integers(0, 59))
def test_a_rule_holds_in_just_the_minutes_of_its_windows(
    rule: TimeRule, day: date, minute: int, second: int
) -> None:
    for at in {minute, rule.start, rule.start - 1, rule.end - 1, rule.end % MINUTES}:
        moment = datetime.combine(day, time(*divmod(at % MINUTES, 60), second))
        assert holds(rule, moment) == holds_by_hand(rule, moment)


@given(rules(), rules())
def test_a_rule_inside_another_is_never_the_less_specific(
    one: TimeRule, other: TimeRule
) -> None:
    inner = TimeRule(
        one.weekdays & other.weekdays or one.weekdays,
        one.start,
        one.end,
        one.first,
        one.last,
        one.begin,
        one.until,
    )
    assert specificity(inner) <= specificity(one)


@given(rules().filter(lambda rule: rule.first is not None), st.data())
def test_a_shorter_range_is_never_the_less_specific(
    one: TimeRule, draws: st.DataObject
) -> None:
    begin = draws.draw(st.integers(one.begin, MINUTES - 1))
    until = draws.draw(st.integers(0, one.until))
    if one.first == one.last and until <= begin:
        until = one.until
    if one.first == one.last and until <= begin:
        begin = one.begin
    assert specificity(replace(one, begin=begin, until=until)) <= specificity(one)


@given(st.lists(rules(), max_size=6), days, st.integers(0, MINUTES - 1), st.randoms())
def test_the_order_of_frames_only_decides_between_equals(
    many: list[TimeRule], day: date, minute: int, random: Random
) -> None:
    """The winner is one of the most specific rules that hold, however they stand."""
    moment = datetime.combine(day, time(*divmod(minute, 60)))
    shuffled = random.sample(many, len(many))
    winners = [
        next((r for r in sorted(some, key=specificity) if holds(r, moment)), None)
        for some in (many, shuffled)
    ]
    keys = [specificity(winner) for winner in winners if winner]
    assert len(set(keys)) <= 1
    holding = [specificity(rule) for rule in many if holds(rule, moment)]
    assert keys == ([min(holding)] * 2 if holding else [])


@given(rules(), rules(), days, st.integers(0, MINUTES - 1))
def test_rules_that_hold_together_overlap(
    one: TimeRule, other: TimeRule, day: date, minute: int
) -> None:
    moment = datetime.combine(day, time(*divmod(minute, 60)))
    if holds(one, moment) and holds(other, moment):
        assert may_overlap(one, other)


def rule(**raw: Any) -> TimeRule:
    return read_rule({k.rstrip("_"): v for k, v in raw.items()})


WEEK = ["mon", "tue", "wed", "thu", "fri"]


@pytest.mark.parametrize(
    ("specific", "general"),
    [
        (
            rule(weekdays=["mon", "wed", "fri"], start="12:00", end="13:00"),
            rule(weekdays=WEEK, start="09:00", end="17:00"),
        ),
        (rule(from_="12-25"), rule(weekdays=["thu"], start="09:00", end="10:00")),
        (rule(from_="2025-12-25"), rule(from_="12-25", start="09:00", end="10:00")),
        (rule(from_="12-25"), rule(from_="12-24", to="12-26")),
        (rule(from_="12-30"), rule(from_="12-24", to="01-02")),
        (rule(from_="12-25", end="12:00"), rule(from_="12-25")),
        (
            rule(from_="2026-12-24 12:00", to="2026-12-27 08:30"),
            rule(from_="2026-12-24", to="2026-12-27"),
        ),
        (rule(from_="12-24 12:00"), rule(from_="12-24")),
        (
            rule(from_="2026-12-24", to="2026-12-31"),
            rule(from_="12-25 08:00", to="12-25 09:00"),
        ),
        (rule(from_="12-25"), rule(from_="12-24 23:00", to="12-25 01:00")),
        (rule(weekdays=["sat"]), rule()),
        (rule(weekdays=["sat"]), rule(from_="01-01", to="12-31")),
    ],
)
def test_precedence(specific: TimeRule, general: TimeRule) -> None:
    assert specificity(specific) < specificity(general)


def test_friday_night_lasts_into_saturday() -> None:
    night = rule(weekdays=["fri"], start="22:00", end="06:00")
    assert holds(night, datetime(2025, 11, 21, 22, 0))
    assert holds(night, datetime(2025, 11, 22, 5, 59))
    assert not holds(night, datetime(2025, 11, 22, 6, 0))
    assert not holds(night, datetime(2025, 11, 21, 5, 59))


def test_the_end_is_exclusive_and_may_be_midnight() -> None:
    evening = rule(start="17:00", end="24:00")
    assert not holds(evening, datetime(2025, 1, 1, 16, 59, 59))
    assert holds(evening, datetime(2025, 1, 1, 23, 59, 59))
    assert not holds(evening, datetime(2025, 1, 2, 0, 0))


def test_a_range_is_cut_to_the_minute() -> None:
    span = rule(from_="2026-12-24 12:00", to="2026-12-27 08:30")
    assert not holds(span, datetime(2026, 12, 24, 11, 59, 59))
    assert holds(span, datetime(2026, 12, 24, 12, 0))
    assert holds(span, datetime(2026, 12, 27, 8, 29, 59))
    assert not holds(span, datetime(2026, 12, 27, 8, 30))
    assert not holds(span, datetime(2025, 12, 25, 12, 0))


def test_within_a_range_windows_may_begin_the_day_before() -> None:
    nights = rule(from_="2026-12-24 02:00", to="2026-12-25", start="22:00", end="06:00")
    assert not holds(nights, datetime(2026, 12, 24, 1, 59))
    assert holds(nights, datetime(2026, 12, 24, 2, 0))
    assert holds(nights, datetime(2026, 12, 25, 23, 59))
    assert not holds(nights, datetime(2026, 12, 26, 0, 0))


def test_overlap_looks_at_weekdays_of_dates() -> None:
    monday = rule(weekdays=["mon"], from_="2025-12-25")
    assert not may_overlap(monday, rule(weekdays=["tue"], from_="2025-12-25"))
    assert may_overlap(rule(from_="12-25"), rule(from_="12-20", to="12-30"))
    assert not may_overlap(rule(from_="12-25"), rule(from_="12-26"))


@given(rules(), st.sampled_from(["", "Boxing Day", "Día «1»"]))
def test_json_round_trip(some: TimeRule, name: str) -> None:
    named = replace(some, name=name)
    assert read_rule(write_rule(named)) == named


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (7, "rule"),
        ({"from": "12-24", "until": "12-25"}, "until"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": ["Monday"]}, "weekdays"),
        ({"weekdays": "mon"}, "weekdays"),
        ({"weekdays": [["mon"]]}, "weekdays"),
        ({"start": "9:00"}, "start"),
        ({"start": 540}, "start"),
        ({"start": "24:00"}, "start"),
        ({"end": "24:01"}, "end"),
        ({"start": "09:00", "end": "09:00"}, "end"),
        ({"to": "12-24"}, "from"),
        ({"from": "13-01"}, "from"),
        ({"from": "02-30"}, "from"),
        ({"from": "2025-02-29"}, "from"),
        ({"from": "1999-12-31"}, "from"),
        ({"from": "2000-01-01", "to": "2200-01-01"}, "to"),
        ({"from": "2025-12-24", "to": "12-26"}, "year"),
        ({"from": "2025-12-24", "to": "2025-12-23"}, "to"),
        ({"from": "12-24 9:00"}, "from"),
        ({"from": "12-24 24:00"}, "from"),
        ({"from": "12-24 12:00", "to": "12-24 12:00"}, "to"),
        ({"from": "12-24 12:00", "to": "12-24 08:00"}, "to"),
        ({"to": "24:00"}, "to"),
        ({"name": 7}, "name"),
        ({"name": "a" * 81}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"from": "٢٠٢٥-12-24"}, "from"),
    ],
)
def test_a_wrong_rule_is_refused_by_the_name_of_its_key(raw: Any, named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}"):
        read_rule(raw)


@pytest.mark.parametrize("raw", [None, "x", {"weekdays": []}, 5])
def test_rules_are_a_list(raw: object) -> None:
    with pytest.raises(ValueError, match="rules"):
        read_rules(raw)


def test_february_29_is_a_yearly_day() -> None:
    leap = rule(from_="02-29")
    assert holds(leap, datetime(2024, 2, 29))
    assert not holds(leap, datetime(2025, 3, 1))


def test_local_time_is_that_of_the_zone() -> None:
    at = datetime(2025, 7, 1, 4, 0, tzinfo=UTC)
    assert local_time(at, "America/Vancouver").strftime("%a %H:%M") == "Mon 21:00"
    with pytest.raises(ValueError, match="time zone"):
        local_time(datetime(2025, 7, 1), "UTC")
