"""Waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, simulate
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 1, 2, tzinfo=UTC)


def test_the_clock_goes_on() -> None:
    program = lower(parse(node("sleep", seconds=90, _=node("hangup"))), SNAPSHOT)
    trace = simulate({"u": program}, "u", Scenario("8000", "1001", AT))
    assert trace.end.at == AT + timedelta(seconds=90)


@pytest.mark.parametrize("seconds", [0, 301, True, "3", 1.5])
def test_only_some_seconds(seconds: object) -> None:
    flow = parse(node("sleep", seconds=seconds))
    assert [f.about for f in flow.nodes[()].findings] == ["seconds"]
