"""The call leaves to a number of the public network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.checks import check
from callflows.document import parse
from callflows.lowering import lower
from callflows.outside_lines import CarrierInfo, OutsideInfo
from callflows.public_numbers import plan
from callflows.simulation import End, Outcome, Scenario, simulate
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 1, 2, tzinfo=UTC)
NUMBER = "+16045550199"
CANADA = plan("CA")
ACME = OutsideInfo(
    CANADA,
    caller_number="+16045550100",
    carriers=(CarrierInfo("West", "carrier-1", CANADA),),
)
FLOW = node("forward", number=NUMBER, timeout=20)
FLOW["children"] = {
    "busy": node("hangup", cause="busy"),
    "no_answer": node("hangup", cause="no-answer"),
    "failed": node("hangup", cause="not-found"),
}


def run(flow: dict[str, Any], outside: OutsideInfo = ACME, **scenario: Any) -> End:
    program = lower(parse(flow), SNAPSHOT)
    call = Scenario("8000", scenario.pop("caller", "1001"), AT, **scenario)
    return simulate({"u": program}, "u", call, {}, outside).end


def test_who_answers_has_the_call() -> None:
    end = run(FLOW)
    assert (end.kind, end.who) == ("answered", NUMBER)


@pytest.mark.parametrize(
    ("outcome", "cause", "seconds"),
    [
        (Outcome.BUSY, "busy", 0),
        (Outcome.NO_ANSWER, "no-answer", 20),
        (Outcome.OFFLINE, "not-found", 0),
    ],
)
def test_each_end_has_an_exit(outcome: Outcome, cause: str, seconds: int) -> None:
    end = run(FLOW, outcomes={NUMBER: outcome})
    assert (end.cause, (end.at - AT).total_seconds()) == (cause, seconds)


def test_an_exit_without_a_module_leads_to_otherwise() -> None:
    flow = node("forward", number=NUMBER, _=node("hangup", cause="rejected"))
    assert run(flow, outcomes={NUMBER: Outcome.BUSY}).cause == "rejected"
    bare = node("forward", number=NUMBER)
    assert run(bare, outcomes={NUMBER: Outcome.BUSY}).cause == "busy"


@pytest.mark.parametrize(
    "number", ["+19005550199", "+442079460000", "5550199", "911000"]
)
def test_what_may_not_be_called_fails(number: str) -> None:
    assert run({**FLOW, "data": {"number": number}}).cause == "not-found"


def test_without_a_carrier_it_fails() -> None:
    assert run(FLOW, OutsideInfo(CANADA)).cause == "not-found"


@pytest.mark.parametrize(
    ("whose", "caller", "shown"),
    [
        ("caller", "6045550123", "+16045550123"),
        ("caller", "1001", "+16045550100"),
        ("account", "6045550123", "+16045550100"),
    ],
)
def test_what_is_shown(whose: str, caller: str, shown: str) -> None:
    program = lower(parse(node("forward", number=NUMBER, caller_id=whose)), SNAPSHOT)
    call = Scenario("8000", caller, AT)
    trace = simulate({"u": program}, "u", call, {}, ACME)
    assert shown in trace.steps[0].text
    assert "West" in trace.steps[0].text


@pytest.mark.parametrize("number", ["", "1002,2", "abc", "+", "0" * 30, "911"])
def test_a_number_is_a_number(number: str) -> None:
    flow = parse(node("forward", number=number))
    assert [f.code for f in flow.nodes[()].findings] == ["invalid_setting"]


def test_it_leaves_at_the_account_s_cost() -> None:
    found = check(parse(node("forward", number=NUMBER)), SNAPSHOT)
    assert "dials_out" in {finding.code for finding in found}


def test_the_dialplan_asks_the_account_s_unit() -> None:
    (context,) = render(lower(parse(FLOW), SNAPSHOT), "acme-cf-k3v9qa", 1)
    data = [p.data for p in context.priorities if p.extension == "n0"]
    assert "PBX_OUTSIDE=${DB(cf/acme-out)}" in data
    assert "${PBX_OUTSIDE},call,1(+16045550199,20,caller)" in data


def test_in_words() -> None:
    text = in_words(lower(parse(FLOW), SNAPSHOT))
    assert "Call +16045550199 outside for 20 seconds." in text
    assert "If it can't be called:" in text
