"""A program names the exit."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callflows.document import parse
from callflows.instructions import Ask
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from telephony.dialplan.contexts import render
from tests.callflows.samples import CRM, SNAPSHOT, node

FLOW = node(
    "pivot",
    address=CRM,
    answers=["sales", "support"],
    _=node("hangup", cause="busy"),
)
FLOW["children"]["sales"] = node("hangup", cause="not-found")


def run(**answers: str) -> Trace:
    program = lower(parse(FLOW), SNAPSHOT)
    at = datetime(2026, 1, 2, tzinfo=UTC)
    given = {str(CRM): answer for answer in answers.values()}
    return simulate({"u": program}, "u", Scenario("8000", "1001", at, answers=given))


@pytest.mark.parametrize(
    ("answer", "cause"),
    [("sales", "not-found"), ("support", "normal"), ("other", "busy"), ("", "busy")],
)
def test_the_answer_decides(answer: str, cause: str) -> None:
    assert run(crm=answer).end.cause == cause


def test_nobody_answers() -> None:
    assert run().end.cause == "busy"


def test_an_answer_is_compared_by_its_hash() -> None:
    """What comes back is text of strangers: it never stands inside an expression."""
    (context,) = render(lower(parse(FLOW), SNAPSHOT), "acme-cf-k3v9qa", 1)
    using = [p for p in context.priorities if "PBX_ANSWER}" in p.data]
    assert len(using) == 2
    assert all("${MD5(${PBX_ANSWER})}" in p.data for p in using)


@pytest.mark.parametrize(
    "answer", ["", "Sales", "a b", "x" * 31, "_", "-a", "a,b", "é"]
)
def test_an_answer_is_a_word(answer: str) -> None:
    flow = parse(node("pivot", address=CRM, answers=[answer]))
    assert [f.code for f in flow.nodes[()].findings] == ["invalid_setting"]


def test_equal_answers_are_one_exit() -> None:
    flow = parse(node("pivot", address=CRM, answers=["a", "a"]))
    assert [branch.key for branch in flow.nodes[()].branches] == ["a", "_"]
    program = lower(flow, SNAPSHOT)
    ask = program.blocks[0].body[-1]
    assert isinstance(ask, Ask)
    assert len(ask.cases) == 1
