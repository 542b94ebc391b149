"""Callers from outside dial as if they sat at a telephone of the account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.checks import check
from callflows.document import parse
from callflows.lowering import lower
from callflows.outside_lines import CarrierInfo, OutsideInfo
from callflows.public_numbers import plan
from callflows.simulation import End, Scenario, simulate
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 1, 2, tzinfo=UTC)
CANADA = plan("CA")
ACME = OutsideInfo(CANADA, carriers=(CarrierInfo("West", "carrier-1", CANADA),))
PIN = "480216"
FLOW = node("disa", pin=PIN, tries=2)
FLOW["children"] = {
    "wrong_pin": node("hangup", cause="rejected"),
    "no_number": node("hangup", cause="busy"),
}


def run(*keys: str, flow: dict[str, Any] = FLOW) -> End:
    program = lower(parse(flow), SNAPSHOT)
    inside = lower(parse(node("hangup", cause="no-answer")), SNAPSHOT)
    call = Scenario("8000", "1001", AT, tuple("".join(keys)))
    programs = {"u": program, "v": inside}
    return simulate(programs, "u", call, {"1002": "v"}, ACME).end


def test_the_right_pin_leads_inside_and_outside() -> None:
    assert run(f"{PIN}#1002#").cause == "no-answer"
    assert run(f"{PIN}#6045550199#").who == "6045550199"


def test_a_wrong_pin_may_be_tried_again() -> None:
    assert run(f"111111#{PIN}#6045550199#").kind == "answered"
    assert run(f"111111#222222#{PIN}#").cause == "rejected"
    assert run().cause == "rejected"


def test_rules_hold_for_those_who_dial_in() -> None:
    assert run(f"{PIN}#9005550199#").cause == "rejected"
    assert run(f"{PIN}#911#").cause == "not-found"
    assert run(f"{PIN}##").cause == "busy"


def test_without_a_pin_only_where_that_is_said() -> None:
    flow = parse(node("disa"))
    assert [f.code for f in flow.nodes[()].findings] == ["invalid_setting"]
    open_ = node("disa", without_pin=True)
    assert run("6045550199#", flow=open_).kind == "answered"


@pytest.mark.parametrize(
    ("data", "warned"), [({"pin": PIN}, False), ({"without_pin": True}, True)]
)
def test_whoever_is_let_in_unasked_is_warned_of(
    data: dict[str, Any], warned: bool
) -> None:
    found = check(parse(node("disa", **data)), SNAPSHOT)
    assert ("dials_out" in {finding.code for finding in found}) == warned


@pytest.mark.parametrize("pin", ["12345", "1" * 13, "12345a", "12 456"])
def test_a_pin_is_long_enough(pin: str) -> None:
    flow = parse(node("disa", pin=pin))
    assert [f.code for f in flow.nodes[()].findings] == ["invalid_setting"]


def test_the_pin_is_not_in_the_dialplan_and_guesses_are_counted() -> None:
    (context,) = render(lower(parse(FLOW), SNAPSHOT), "acme-cf-k3v9qa", 12)
    data = "\n".join(p.data for p in context.priorities)
    assert PIN not in data
    # Over all calls, and over all versions of the callflow.
    assert "DB(disa/acme-cf-k3v9qa)=${EPOCH:0:7}:$[${PBX_WRONG} + 1]" in data
    assert "& ${PBX_WRONG} < 10]" in data


def test_in_words() -> None:
    text = in_words(lower(parse(FLOW), SNAPSHOT))
    assert "Ask for the PIN (2 tries), then let the caller dial a number." in text
    assert "Wrong PIN:" in text
