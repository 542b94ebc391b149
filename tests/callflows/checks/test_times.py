"""Checks of time frames: what they tell, and what they leave alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from callflows.checks import Surroundings, check
from callflows.document import parse
from callflows.findings import Finding
from callflows.snapshot_types import TimeFrameInfo
from tests.callflows.samples import LUNCH, OPEN, SEAT, account_with, frame, node

ABOUT_TIMES = {"time_gap", "frame_over", "frame_outdone", "dead_end"}
CLOSED_HOURS = [{"weekdays": ["sat", "sun"]}, {"start": "17:00", "end": "09:00"}]


def findings(*frames: TimeFrameInfo, otherwise: Any = None) -> list[Finding]:
    exits = {str(frame.id): SEAT for frame in frames}
    if otherwise:
        exits["_"] = otherwise
    document = node("time_of_day", frames=[frame.id for frame in frames])
    around = Surroundings(today=date(2026, 6, 1))
    flow = parse({**document, "children": exits})
    found = check(flow, account_with(*frames), around=around)
    return [finding for finding in found if finding.code in ABOUT_TIMES]


def codes(*frames: TimeFrameInfo, otherwise: Any = None) -> list[str]:
    return [finding.code for finding in findings(*frames, otherwise=otherwise)]


def test_a_gap_is_told_by_its_first_moment() -> None:
    hours = frame(OPEN, "Open", {"start": "09:00", "end": "17:00"})
    (gap,) = findings(hours)
    assert "Monday 00:00" in gap.message
    assert codes(hours, otherwise=SEAT) == []


@pytest.mark.parametrize(
    "rules",
    [
        ({},),
        ({"start": "09:00", "end": "17:00"}, *CLOSED_HOURS),
        ({"from": "04-01", "to": "09-30"}, {"from": "10-01", "to": "03-31"}),
    ],
    ids=["always", "open and closed", "summer and winter"],
)
def test_what_covers_every_moment_has_no_gap(rules: tuple[dict[str, Any], ...]) -> None:
    assert codes(frame(OPEN, "Open", *rules)) == []


def test_a_gap_of_certain_days_is_one() -> None:
    winter = frame(OPEN, "Winter", {"from": "10-01", "to": "03-31"})
    (gap,) = findings(winter)
    assert gap.code == "time_gap"
    assert "some days" in gap.message


def test_a_frame_of_days_to_come_is_not_over() -> None:
    past, coming = {"from": "2025-05-01"}, {"from": "2027-05-01"}
    for rules, told in (
        ([past], ["frame_over"]),
        ([past, coming], []),
        ([{"from": "05-01"}], []),
        ([{"from": "2026-05-31"}], []),  # its night is not over yet
    ):
        assert codes(frame(OPEN, "Fair", *rules), otherwise=SEAT) == told


def test_a_frame_that_wins_at_some_time_is_not_outdone() -> None:
    hours = frame(OPEN, "Open", {"start": "09:00", "end": "17:00"})
    lunch = frame(LUNCH, "Lunch", {"start": "12:00", "end": "13:00"})
    assert codes(hours, lunch, otherwise=SEAT) == []
    halves = [{"start": "09:00", "end": "13:00"}, {"start": "13:00", "end": "17:00"}]
    told = findings(hours, frame(LUNCH, "Halves", *halves), otherwise=SEAT)
    assert [(f.code, f.about) for f in told] == [("frame_outdone", str(OPEN))]
