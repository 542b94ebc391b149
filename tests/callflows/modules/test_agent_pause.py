"""Agents who are logged in pause, and come back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def run(document: Any, **scenario: Any) -> Trace:
    program = lower(parse(document), SNAPSHOT)
    return simulate({"u": program}, "u", Scenario("1", "2", AT, **scenario))


@pytest.mark.parametrize(
    ("agent", "data", "cause"),
    [
        ("", {}, "rejected"),
        ("out", {}, "rejected"),
        ("in", {}, "busy"),
        ("paused", {"change": "resume"}, "busy"),
    ],
)
def test_who_may_do_so(agent: str, data: dict[str, str], cause: str) -> None:
    children = {
        "_": node("hangup", cause="busy"),
        "refused": node("hangup", cause="rejected"),
    }
    document = {**node("agent_pause", **data), "children": children}
    assert run(document, agent=agent).end.cause == cause


def test_the_same_module_begins_and_ends_a_pause() -> None:
    for before, word in (("in", "paused"), ("paused", "available")):
        trace = run(node("agent_pause"), agent=before)
        assert word in trace.steps[0].text
