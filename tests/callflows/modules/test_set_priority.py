"""A priority is set, and the call goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.instructions import SetPriority
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def run(document: Any, **scenario: Any) -> Trace:
    program = lower(parse(document), SNAPSHOT)
    return simulate({"u": program}, "u", Scenario("1", "2", AT, **scenario))


@pytest.mark.parametrize("priority", [0, 100])
def test_the_priority_is_set(priority: int) -> None:
    document = node("set_priority", priority=priority, _=node("hangup", cause="busy"))
    program = lower(parse(document), SNAPSHOT)
    assert SetPriority(priority) in program.blocks[0].body
    assert run(document).end.cause == "busy"


@pytest.mark.parametrize("priority", [-1, 101, True])
def test_what_is_none_is_refused(priority: int) -> None:
    flow = parse(node("set_priority", priority=priority))
    assert [f.code for f in flow.nodes[()].findings] == ["invalid_setting"]
