"""What would happen to a call."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callflows.document import parse
from callflows.instructions import MAX_HOPS, Program
from callflows.lowering import lower
from callflows.simulation import Outcome, Scenario, Trace, simulate
from callflows.tidy import tidy
from callflows.words import describe
from tests.callflows.samples import (
    ATTENDANT,
    BOX,
    CLOSED,
    DEVICE,
    FLOW,
    LUNCH,
    OPEN,
    SEAT,
    SNAPSHOT,
    SOFT,
    SOUND,
    USER,
    node,
)

NOON = datetime(2025, 11, 20, 20, 0, tzinfo=UTC)  # Thursday, 12:00 in Vancouver


def program(document: Any) -> Program:
    return lower(parse(document), SNAPSHOT)


def call(
    document: Any, *keys: str, at: datetime = NOON, **outcomes: Outcome | str
) -> Trace:
    scenario = Scenario(
        "8000", "1002", at, keys, {k: Outcome(v) for k, v in outcomes.items()}
    )
    return simulate({"u": program(document)}, "u", scenario)


def way(trace: Trace) -> list[str]:
    return [step.module for step in trace.steps]


def test_whoever_is_not_named_answers() -> None:
    trace = call(SEAT)
    assert way(trace) == ["user"]
    assert (trace.end.kind, trace.end.who) == ("answered", str(USER))


def test_after_ringing_in_vain_the_clock_has_gone_on() -> None:
    trace = call(SEAT, **{str(USER): "no-answer"})
    assert way(trace) == ["user", "voicemail"]
    assert trace.steps[1].at == NOON + timedelta(seconds=20)
    assert (trace.end.kind, trace.end.who) == ("voicemail", str(BOX))


@pytest.mark.parametrize("outcome", ["busy", "offline"])
def test_busy_and_offline_go_on_at_once(outcome: str) -> None:
    trace = call(SEAT, **{str(USER): outcome})
    assert trace.steps[1].at == NOON


@pytest.mark.parametrize(
    ("desk", "soft", "end"),
    [
        ("answer", "busy", "answered"),
        ("busy", "offline", "busy"),
        ("no-answer", "busy", "no-answer"),
        ("offline", "offline", "no-answer"),
    ],
)
def test_devices_ring_together(desk: str, soft: str, end: str) -> None:
    trace = call(node("user", user=USER), **{str(DEVICE): desk, str(SOFT.id): soft})
    assert end in {trace.end.kind, trace.end.cause}


def test_a_key_leads_to_its_branch() -> None:
    trace = call(ATTENDANT, "1")
    assert way(trace) == ["menu", "user"]
    menu, user = trace.steps
    assert (menu.text, menu.why) == ("The caller presses 1.", "The caller presses 1.")
    assert (menu.exit, menu.heard) == ("1", ("Welcome",))
    (ringing,) = user.rings
    assert (ringing.who, ringing.name, ringing.seconds) == (str(USER), "Alex Kim", 20)
    assert ringing.caller_number == "1002"


def test_a_clock_tells_the_rule_that_held() -> None:
    trace = call(TIMES, **{str(USER): "no-answer"}, at=NOON - timedelta(hours=2))
    assert trace.steps[0].exit == str(OPEN)
    assert trace.steps[0].why == "It is “Open” (Mon–Fri 09:00–17:00)."
    assert trace.steps[1].exit == "_"
    assert trace.steps[1].why == "Alex Kim rings for 20 seconds in vain."


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ((), "busy"),  # the timeout branch
        (("9", "1"), "answered"),
        (("91",), "answered"),
        (("", "1"), "answered"),
        (("9", "9", "1"), "normal"),  # two tries only; no `_` branch
        (("", "9"), "normal"),
        (("9", ""), "busy"),
    ],
)
def test_tries_of_a_menu(keys: tuple[str, ...], expected: str) -> None:
    trace = call(ATTENDANT, *keys)
    assert expected in {trace.end.kind, trace.end.cause}


def test_each_try_without_a_key_takes_its_time() -> None:
    assert call(ATTENDANT).end.at == NOON + timedelta(seconds=8)


TIMES = node("time_of_day", frames=[OPEN, LUNCH, CLOSED], _=node("hangup"))
TIMES["children"] |= {
    str(OPEN): SEAT,
    str(LUNCH): node("play", media=SOUND),
    str(CLOSED): node("voicemail", box=BOX),
}


@pytest.mark.parametrize(
    ("at", "second"),
    [
        ("2025-11-20T11:59:59-08:00", "user"),
        ("2025-11-20T12:00:00-08:00", "play"),
        ("2025-11-20T17:00:00-08:00", "hangup"),
        ("2025-11-22T12:00:00-08:00", "hangup"),
        ("2025-12-25T12:00:00-08:00", "voicemail"),
        ("2026-01-02T23:59:59-08:00", "voicemail"),
        ("2026-01-03T07:59:59Z", "voicemail"),
    ],
)
def test_the_most_specific_time_wins(at: str, second: str) -> None:
    assert way(call(TIMES, at=datetime.fromisoformat(at)))[1] == second


def test_a_call_goes_on_in_another_callflow() -> None:
    programs = {
        "u": program(node("callflow", callflow=FLOW)),
        "acme-cf-r3c3pt": program(SEAT),
    }
    trace = simulate(programs, "u", Scenario("8000", "1002", NOON))
    assert trace.nodes == (("u", "n0"), ("acme-cf-r3c3pt", "n0"))


def test_an_unpublished_callflow_ends_the_call() -> None:
    trace = call(node("callflow", callflow=FLOW))
    assert trace.end.kind == "no-callflow"


def test_a_circle_over_callflows_ends() -> None:
    programs = {"acme-cf-r3c3pt": program(node("callflow", callflow=FLOW))}
    trace = simulate(programs, "acme-cf-r3c3pt", Scenario("1", "2", NOON))
    assert trace.end.kind == "loop"
    assert len(trace.steps) == MAX_HOPS + 1


def test_a_trace_is_json() -> None:
    trace = json.loads(json.dumps(call(ATTENDANT, "1").as_json()))
    assert set(trace["steps"][0]) >= {"node", "module", "text", "at"}
    assert trace["end"]["kind"] == "answered"


LEAVES = [node("hangup"), SEAT, node("voicemail", box=BOX)]
flows = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: (
        st.builds(
            lambda name, skip, parts: {**node(name, **parts), "skip": skip},
            st.just("menu"),
            st.booleans(),
            st.dictionaries(st.sampled_from(["b1", "b2", "_", "timeout_"]), inner),
        )
        | st.builds(lambda below: node("play", media=SOUND, _=below), inner)
        | st.builds(lambda below: {**TIMES, "children": {str(OPEN): below}}, inner)
    ),
    max_leaves=12,
)
scenarios = st.builds(
    Scenario,
    st.just("8000"),
    st.just("1002"),
    st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),
    st.lists(st.sampled_from(["1", "2", "3", ""])).map(tuple),
    st.fixed_dictionaries({}, optional={str(USER): st.sampled_from(Outcome)}),
)


@given(flows, scenarios)
def test_tidying_changes_nothing_that_a_call_meets(
    document: Any, scenario: Scenario
) -> None:
    plain = program(document)
    assert met(plain, scenario) == met(tidy(plain), scenario)


def met(plain: Program, scenario: Scenario) -> Trace:
    """The trace without what tells of exits: a tidied program has fewer endings."""
    trace = simulate({"u": plain}, "u", scenario)
    steps = tuple(replace(step, exit="", why="") for step in trace.steps)
    return replace(trace, steps=steps)


@given(flows, scenarios)
def test_a_call_only_goes_where_the_words_say(
    document: Any, scenario: Scenario
) -> None:
    plain = program(document)
    described = {line.node for line in describe(plain)}
    trace = simulate({"u": plain}, "u", scenario)
    assert {node for _, node in trace.nodes} <= described
