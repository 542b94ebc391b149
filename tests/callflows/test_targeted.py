"""Modules whose target a variable says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.instructions import BranchOnValue, Program
from callflows.lowering import lower
from callflows.module import modules
from callflows.simulation import Scenario, Trace, simulate
from callflows.snapshot_types import Given, Snapshot
from callflows.targeted import Targeted
from callflows.tidy import tidy
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    BARE_USER,
    BOX,
    DEVICE,
    EMPTY_QUEUE,
    FLOW,
    QUEUE,
    SEAT,
    SNAPSHOT,
    USER,
    knowing,
    node,
    uid,
)

BUSY = node("hangup", cause="busy")
KINDS = {
    "user": ("user", "user", USER),
    "device": ("device", "device", DEVICE),
    "voicemail": ("box", "voicemail_box", BOX),
    "callflow": ("callflow", "callflow", FLOW),
    "queue": ("queue", "queue", QUEUE),
}
AT = datetime(2026, 1, 2, tzinfo=UTC)


def by_variable(module: str = "user", **more: Any) -> dict[str, Any]:
    return node(module, advanced=True, variable="where", _=BUSY, **more)


def run(document: Any, snapshot: Snapshot, held: str = "") -> Trace:
    """A call that holds a value in `where`, which nobody answers."""
    program = lower(parse(document), snapshot)
    there = lower(parse(BUSY), snapshot)
    programs: dict[str, Program] = {"u": tidy(program), "acme-cf-r3c3pt": there}
    scenario = Scenario("8000", "1002", AT)
    call = node("set_variable", name="where", text=held, _=document)
    programs["u"] = tidy(lower(parse(call), snapshot))
    return simulate(programs, "u", scenario)


def test_all_of_them_are_such_modules() -> None:
    assert {n for n, cls in modules().items() if issubclass(cls, Targeted)} == {*KINDS}


@pytest.mark.parametrize("module", KINDS)
def test_the_value_leads_to_its_object(module: str) -> None:
    setting, kind, id = KINDS[module]
    known = knowing(Given("where", kind, id), Given("where", kind, uid(99)))
    trace = run(by_variable(module), known, str(id))
    fixed = run(node(module, **{setting: id}), known)
    assert trace.end.kind == fixed.end.kind
    assert trace.end.who == fixed.end.who
    assert [s.module for s in trace.steps][1] == module


@pytest.mark.parametrize("module", KINDS)
@pytest.mark.parametrize("held", ["", "nonsense", str(uid(99))])
def test_any_other_value_goes_on(module: str, held: str) -> None:
    _, kind, id = KINDS[module]
    trace = run(by_variable(module), knowing(Given("where", kind, id)), held)
    assert trace.end.cause == "busy"
    assert trace.steps[1].exit == "_"


def test_or_takes_what_is_given() -> None:
    known = knowing(Given("where", "queue", EMPTY_QUEUE))
    trace = run(by_variable("queue", queue=QUEUE), known, "nonsense")
    assert trace.end.who == str(QUEUE)


def test_a_value_of_another_type_does_not_count() -> None:
    known = knowing(Given("where", "device", DEVICE), Given("where", "user", USER))
    trace = run(by_variable("user"), known, str(DEVICE))
    assert trace.end.cause == "busy"


def test_an_exit_more_only_where_a_call_can_go_on() -> None:
    def exits(**data: Any) -> list[str]:
        return [b.key for b in parse(node("voicemail", **data)).nodes[()].branches]

    assert exits(advanced=True, variable="where") == ["_"]
    assert exits(advanced=True, variable="where", box=BOX) == exits(box=BOX) == []


def test_without_advanced_the_target_must_be_set() -> None:
    assert ("missing_setting", "", "user") in found(node("user", _=SEAT))
    assert ("missing_setting", "", "user") in found(
        node("user", variable="where", _=SEAT)
    )
    assert ("missing_setting", "", "variable") in found(
        node("user", user=USER, advanced=True, _=SEAT)
    )


def test_each_object_that_it_may_lead_to_is_looked_at() -> None:
    known = knowing(Given("where", "user", BARE_USER), Given("where", "user", USER))
    assert found(by_variable(user=USER), snapshot=known) == [("no_device", "", "user")]


def test_dialplan_has_only_what_is_known() -> None:
    known = knowing(Given("where", "user", USER))
    (context,) = render(lower(parse(by_variable()), known), "acme-cf-k3v9qa", 1)
    data = [p.data for p in context.priorities]
    assert not any(
        "${PBX_V_WHERE}" in d.replace("MD5(${PBX_V_WHERE})", "")
        for d in [d for d in data if "LEN(" not in d]
    )
    assert {p.extension for p in context.priorities} == {"n0", "n0v1", "n0v2", "n1"}


def test_the_order_of_values_never_varies() -> None:
    users = [Given("where", "user", id) for id in (BARE_USER, USER)]
    one, other = knowing(*users), replace(SNAPSHOT, given=frozenset(users[::-1]))
    assert lower(parse(by_variable()), one) == lower(parse(by_variable()), other)
    branch = lower(parse(by_variable()), one).blocks[0].body[-1]
    assert isinstance(branch, BranchOnValue)
    assert [case.shown for case in branch.cases] == ["Alex Kim", "Sam Lee"]


def test_it_is_told_in_words() -> None:
    known = knowing(Given("where", "user", USER))
    words = in_words(lower(parse(by_variable()), known))
    assert "Look at “where”." in words
    assert "If it is “Alex Kim”:" in words
