"""Queues and agents in the simulator."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from callflows.simulation.scenario import Agents, QueueScenario
from tests.callflows.samples import EMPTY_QUEUE, QUEUE, SNAPSHOT, node

AT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
EXITS = ("timeout", "full", "empty", "left", "_")


def run(document: Any, **scenario: Any) -> Trace:
    program = lower(parse(document), SNAPSHOT)
    return simulate({"u": program}, "u", Scenario("1", "2", AT, **scenario))


def queue(id: Any = QUEUE, exits: tuple[str, ...] = EXITS, **data: Any) -> Any:
    causes = dict(
        zip(
            EXITS, ("busy", "rejected", "not-found", "no-answer", "normal"), strict=True
        )
    )
    children = {key: node("hangup", cause=causes[key]) for key in exits}
    return {**node("queue", queue=id, **data), "children": children}


@pytest.mark.parametrize(
    ("state", "end", "seconds"),
    [
        (QueueScenario(wait=40), "", 40),
        (QueueScenario(wait=301), "busy", 300),
        (QueueScenario(Agents.BUSY), "busy", 300),
        (QueueScenario(full=True), "rejected", 0),
        (QueueScenario(Agents.BUSY, key_after=20), "no-answer", 20),
    ],
)
def test_waiting(state: QueueScenario, end: str, seconds: int) -> None:
    trace = run(queue(), queues={str(QUEUE): state})
    assert trace.end.cause == end
    assert (trace.end.kind == "answered") == (not end)
    assert (trace.end.at - AT).total_seconds() == seconds


def test_without_agents_nobody_waits_where_they_are_needed() -> None:
    assert run(queue(EMPTY_QUEUE)).end.cause == "not-found"


def test_an_exit_without_a_module_is_the_default_one() -> None:
    state = {str(QUEUE): QueueScenario(Agents.BUSY)}
    trace = run(queue(exits=("_",), timeout=5), queues=state)
    assert trace.end.cause == "normal"
    assert (trace.end.at - AT).total_seconds() == 5
