"""Time rules as expressions: true in exactly the minutes in which the rule holds."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from callflows.time_rules import Day, TimeRule, holds, read_rule
from telephony.dialplan import text, times
from tests.callflows.test_time_rules import days, rules


def variables(local: datetime) -> dict[str, int]:
    """What the clock's variables hold at a moment of the wall clock."""
    eve = local - timedelta(days=1)
    values = {"PBX_MINUTE": local.hour * 60 + local.minute}
    for prefix, day in (("PBX_", local), ("PBX_EVE_", eve)):
        values[f"{prefix}WEEKDAY"] = day.isoweekday()
        values[f"{prefix}MONTHDAY"] = int(f"{day:%m%d}")
        values[f"{prefix}DATE"] = int(f"{day:%Y%m%d}")
    values["PBX_MOMENT"] = int(f"{local:%m%d%H%M}")
    values["PBX_STAMP"] = int(f"{local:%Y%m%d%H%M}")
    return values


OPERATORS = {"=": "==", "&": "and", "|": "or"}


def true(expression: str, values: dict[str, int]) -> bool:
    """Works an expression of numbers out as Asterisk does."""
    numbers = re.sub(r"\$\{(\w+)\}", lambda name: str(values[name[1]]), expression)
    assert re.fullmatch(r"[0-9 ()<>=&|]*", numbers)
    words = (OPERATORS.get(word, word) for word in numbers.split(" "))
    return bool(eval(" ".join(words)))  # noqa: S307  only digits and operators


@given(rules(), days, st.integers(0, 1439))
def test_a_condition_is_true_when_the_rule_holds(
    rule: TimeRule, day: datetime, minute: int
) -> None:
    edges = {rule.start, rule.end % 1440, rule.begin, rule.until % 1440}
    for at in {minute, *edges, *((edge - 1) % 1440 for edge in edges)}:
        local = datetime.combine(day, time(*divmod(at, 60)))
        conditions = times.conditions(rule)
        found = any(true(condition, variables(local)) for condition in conditions)
        assert found == holds(rule, local)


@given(rules())
def test_every_variable_that_is_read_is_set_before(rule: TimeRule) -> None:
    conditions = times.conditions(rule)
    known: set[str] = {"EPOCH", "PBX_SHIFT"}
    for argument in times.clock(conditions, text.zone("UTC")):
        name, _, value = argument.partition("=")
        assert set(re.findall(r"\$\{(PBX_\w+|EPOCH)\}", value)) <= known
        known.add(name)
    assert set(re.findall(r"\$\{(\w+)\}", " ".join(conditions))) <= known


def test_a_rule_without_limits_is_always_true() -> None:
    assert times.conditions(TimeRule()) == ["1"]


def test_over_midnight_the_morning_belongs_to_the_day_before() -> None:
    rule = read_rule({"weekdays": ["fri"], "start": "22:00", "end": "06:00"})
    assert times.conditions(rule) == [
        "${PBX_MINUTE} >= 1320 & (${PBX_WEEKDAY} = 5)",
        "${PBX_MINUTE} < 360 & (${PBX_EVE_WEEKDAY} = 5)",
    ]


def test_one_years_days_are_compared_with_the_year() -> None:
    rule = TimeRule(first=Day(12, 24, 2025), last=Day(1, 2, 2026))
    assert times.conditions(rule) == [
        "(${PBX_DATE} >= 20251224 & ${PBX_DATE} <= 20260102)"
    ]


def test_a_range_with_times_is_compared_to_the_minute() -> None:
    rule = read_rule({"from": "2026-12-24 12:00", "to": "2026-12-27 08:30"})
    assert times.conditions(rule) == [
        "(${PBX_STAMP} >= 202612241200 & ${PBX_STAMP} < 202612270830)"
    ]
    yearly = read_rule({"from": "12-31 18:00", "to": "01-01 06:00", "start": "20:00"})
    assert times.conditions(yearly) == [
        "${PBX_MINUTE} >= 1200 & (${PBX_MOMENT} >= 12311800 | ${PBX_MOMENT} < 1010600)"
    ]


def test_the_clock_is_only_moved_by_what_a_call_brings_along() -> None:
    always = times.clock(times.conditions(TimeRule(start=60)), text.zone("UTC"))
    assert always[0] == "PBX_NOW=$[${EPOCH} + 0${PBX_SHIFT}]"
