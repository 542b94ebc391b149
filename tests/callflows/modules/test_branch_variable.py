"""Ways that part by what a call carries along."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, simulate
from callflows.snapshot_types import Given
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import SNAPSHOT, knowing, node

HOSTILE = '"=""|"1 ${SHELL(id)},$[1+1];)'
BUSY = node("hangup", cause="busy")


def branching(**data: Any) -> dict[str, Any]:
    """The first value ends as rejected, anything else as busy."""
    document = node("branch_variable", _=BUSY, **data)
    document["children"][data["values"][0]] = node("hangup", cause="rejected")
    return document


def cause(document: Any, **call: str) -> str:
    scenario = Scenario(
        call.get("dialled", "8000"),
        call.get("caller", "1002"),
        datetime(2026, 1, 2, tzinfo=UTC),
    )
    program = lower(parse(document), SNAPSHOT)
    return simulate({"u": program}, "u", scenario).end.cause


@pytest.mark.parametrize(
    ("held", "expected"),
    [("Gold", "rejected"), ("gold", "busy"), ("", "busy"), ("Gold ", "busy")],
)
def test_the_very_value_decides(held: str, expected: str) -> None:
    document = branching(variable="customer", values=["Gold", "Silver"])
    held_first = node("set_variable", name="customer", text=held, _=document)
    assert cause(held_first) == expected


def test_so_do_the_numbers_of_the_call() -> None:
    caller = branching(source="caller", values=["16045550100"])
    assert cause(caller, caller="+1 604 555-0100") == "rejected"
    assert cause(caller, caller="") == "busy"
    dialled = branching(source="dialled", values=["8000"])
    assert cause(dialled) == "rejected"
    assert cause(dialled, dialled="8001") == "busy"


def test_a_value_is_never_dialplan() -> None:
    document = branching(variable="customer", values=[HOSTILE])
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    assert not any("SHELL" in p.data for p in context.priorities)


@pytest.mark.parametrize("value", ["", "_", " a", "a ", "a\n", "x" * 41])
def test_what_can_be_no_exit_is_refused(value: str) -> None:
    document = node("branch_variable", variable="a", values=[value], _=BUSY)
    assert ("invalid_setting", "", "values") in found(document)


def test_it_must_know_what_to_look_at() -> None:
    document = branching(values=["Gold"])
    assert found(document) == [("missing_setting", "", "variable")]
    caller = branching(source="caller", variable="unused", values=["1"])
    assert found(caller) == []


def test_a_variable_that_holds_objects_is_worth_a_look() -> None:
    document = branching(variable="agent", values=["Gold"])
    assert found(document) == [("variable_never_set", "", "variable")]
    known = knowing(Given("agent", "user"))
    assert found(document, snapshot=known) == [
        ("variable_of_other_kind", "", "variable")
    ]
    assert found(document, snapshot=knowing(Given("agent", "text"))) == []


def test_it_is_told_in_words() -> None:
    document = branching(variable="customer", values=["Gold"])
    words = in_words(lower(parse(document), SNAPSHOT))
    assert "Look at “customer”." in words
    assert "If it is “Gold”:" in words
