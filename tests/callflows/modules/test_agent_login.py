"""Agents log in; nobody else does."""

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
        ("out", {}, "busy"),
        ("paused", {"confirmation": "beep"}, "busy"),
    ],
)
def test_who_may_do_so(agent: str, data: dict[str, str], cause: str) -> None:
    children = {
        "_": node("hangup", cause="busy"),
        "refused": node("hangup", cause="rejected"),
    }
    document = {**node("agent_login", **data), "children": children}
    assert run(document, agent=agent).end.cause == cause


def test_a_pause_is_for_who_is_logged_in_on_the_way() -> None:
    pause = {
        **node("agent_pause"),
        "children": {"refused": node("hangup", cause="rejected")},
    }
    trace = run({**node("agent_login"), "children": {"_": pause}}, agent="out")
    assert trace.end.cause == "normal"
