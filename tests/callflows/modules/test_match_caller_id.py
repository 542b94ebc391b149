"""The caller's number decides."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, simulate
from telephony.dialplan.contexts import render
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 1, 2, tzinfo=UTC)


def cause(caller: str, pattern: str, **more: str) -> str:
    document = node("match_caller_id", pattern=pattern, **more)
    document["children"] = {
        "match": node("hangup", cause="busy"),
        "nomatch": node("hangup", cause="rejected"),
    }
    document = node("prepend_caller_id", number="9", _=document)
    program = lower(parse(document), SNAPSHOT)
    return simulate({"u": program}, "u", Scenario("8000", caller, AT)).end.cause


@pytest.mark.parametrize(
    ("caller", "expected"),
    [("+16041234567", "busy"), ("6041234567", "busy"), ("7781234567", "rejected")],
)
def test_the_number_that_the_call_came_with_counts(caller: str, expected: str) -> None:
    assert cause(caller, r"^604\d{7}$") == expected


def test_only_digits_reach_the_expression() -> None:
    program = lower(parse(node("match_caller_id", pattern="1+$")), SNAPSHOT)
    (context,) = render(program, "u", 1)
    data = [p.data for p in context.priorities if "CALLERID" in p.data]
    assert data == [
        "PBX_DIGITS=${IF(${LEN(${PBX_CALLER_KEPT})}?"
        "${FILTER(0-9,${PBX_CALLER_NUMBER})}:${FILTER(0-9,${CALLERID(num)})})}"
    ]
    compared = [p.data for p in context.priorities if "REGEX" in p.data]
    assert compared == ['${REGEX("([1]){1,}($)" ${PBX_DIGITS})}?n1,1']


def test_a_fault_is_told_with_its_place() -> None:
    flow = parse(node("match_caller_id", pattern="604|6o4"))
    (finding,) = flow.nodes[()].findings
    assert finding.about == "pattern"
    assert "at character 6" in finding.message


@pytest.mark.parametrize("pattern", ["[0-8]{40}" * 10, "1" * 200])
def test_the_largest_patterns_fit_into_a_line(pattern: str) -> None:
    flow = parse(node("match_caller_id", pattern=pattern))
    (context,) = render(lower(flow, SNAPSHOT), "u", 1)
    assert context.priorities
