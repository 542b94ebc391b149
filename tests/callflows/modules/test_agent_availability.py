"""Where a call goes by the state of a queue's agents."""

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


def run(document: Any, **scenario: Any) -> Trace:
    program = lower(parse(document), SNAPSHOT)
    return simulate({"u": program}, "u", Scenario("1", "2", AT, **scenario))


@pytest.mark.parametrize("agents", Agents)
def test_availability_has_an_exit_for_each_state(agents: Agents) -> None:
    causes = {"available": "busy", "busy": "rejected", "none": "not-found"}
    children = {key: node("hangup", cause=cause) for key, cause in causes.items()}
    document = {**node("agent_availability", queue=QUEUE), "children": children}
    trace = run(document, queues={str(QUEUE): QueueScenario(agents)})
    assert trace.end.cause == causes[agents.value]


def test_a_queue_that_has_no_agents_has_none_now() -> None:
    document = {
        **node("agent_availability", queue=EMPTY_QUEUE),
        "children": {"none": node("hangup", cause="not-found")},
    }
    assert run(document).end.cause == "not-found"
