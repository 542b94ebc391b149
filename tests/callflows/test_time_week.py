"""The picture of a week shows just the minutes in which a rule holds."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from callflows.time_rules import MINUTES, TimeRule, holds, read_rules
from callflows.time_week import spans, week
from tests.callflows.test_time_rules import days, rules


@given(st.lists(rules(), max_size=3), days, st.integers(0, MINUTES - 1))
def test_a_minute_is_in_a_span_when_a_rule_holds(
    some: list[TimeRule], day: date, minute: int
) -> None:
    found = spans(some, day)
    moment = datetime.combine(day, time(*divmod(minute, 60)))
    shown = any(span.start <= minute < span.end for span in found)
    assert shown == any(holds(rule, moment) for rule in some)
    # Apart from each other and in order.
    assert all(a.end < b.start for a, b in pairwise(found))


def test_a_week_begins_on_monday() -> None:
    office = read_rules(
        [
            {"weekdays": ["mon", "tue"], "start": "09:00", "end": "12:00"},
            {"weekdays": ["mon"], "start": "12:00", "end": "17:00"},
            {"from": "2026-11-28 18:00", "to": "2026-11-29 08:30"},
        ]
    )
    shown = week(office, date(2026, 11, 25))
    assert [f"{day:%a} {' '.join(map(str, found))}" for day, found in shown] == [
        "Mon 09:00-17:00",
        "Tue 09:00-12:00",
        "Wed ",
        "Thu ",
        "Fri ",
        "Sat 18:00-24:00",
        "Sun 00:00-08:30",
    ]
