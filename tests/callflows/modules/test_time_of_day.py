"""Branching on the clock."""

from __future__ import annotations

import pytest

from callflows.document import parse
from callflows.instructions import BranchOnTime
from callflows.lowering import lower
from callflows.snapshot_types import Snapshot
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    CLOSED,
    LUNCH,
    OPEN,
    SEAT,
    SNAPSHOT,
    account_with,
    frame,
    node,
)


def branch(document: object, snapshot: Snapshot = SNAPSHOT) -> BranchOnTime:
    op = lower(parse(document), snapshot).blocks[0].body[-1]
    assert isinstance(op, BranchOnTime)
    return op


@pytest.mark.parametrize("frames", [[OPEN, LUNCH, CLOSED], [CLOSED, OPEN, LUNCH]])
def test_the_most_specific_rule_comes_first_in_whatever_order(frames: list) -> None:
    cases = branch(node("time_of_day", frames=frames)).cases
    assert [case.name for case in cases] == ["Holidays", "Lunch", "Open"]


def test_of_equal_rules_that_of_the_frame_named_first_wins() -> None:
    twins = [frame(id, str(id), {"weekdays": ["mon"]}) for id in (LUNCH, OPEN)]
    snapshot = account_with(*twins)
    cases = branch(node("time_of_day", frames=[OPEN, LUNCH]), snapshot).cases
    assert [case.name for case in cases] == [str(OPEN), str(LUNCH)]


def test_the_rules_of_one_frame_share_its_branch() -> None:
    hours = ({"start": "09:00", "end": "12:00"}, {"start": "13:00", "end": "17:00"})
    snapshot = account_with(frame(OPEN, "Open", *hours))
    cases = branch(node("time_of_day", frames=[OPEN]), snapshot).cases
    assert len({case.to for case in cases}) == 1
    assert len(cases) == 2


def test_the_accounts_clock_counts_unless_another_is_named() -> None:
    assert branch(node("time_of_day")).timezone == "America/Vancouver"
    assert branch(node("time_of_day", timezone="Asia/Tokyo")).timezone == "Asia/Tokyo"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "America", 7])
def test_only_time_zones_are_time_zones(zone: object) -> None:
    document = node("time_of_day", timezone=zone, _=SEAT)
    assert ("invalid_setting", "", "timezone") in found(document)


def test_a_frame_is_named_once() -> None:
    document = node("time_of_day", frames=[OPEN, OPEN], _=SEAT)
    assert found(document) == [("invalid_setting", "", "frames")]


def test_exits_are_the_frames_in_their_order_then_any_other_time() -> None:
    flow = parse(node("time_of_day", frames=[LUNCH, OPEN]))
    branches = flow.nodes[()].branches
    assert [b.key for b in branches] == [str(LUNCH), str(OPEN), "_"]
    assert [b.name(SNAPSHOT) for b in branches] == ["Lunch", "Open", "Any other time"]
