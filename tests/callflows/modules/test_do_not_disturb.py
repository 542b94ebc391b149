"""Do not disturb and call forwarding: switched by one call, met by another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.instructions import Feature, Program
from callflows.lowering import lower
from callflows.simulation import End, Outcome, Scenario, simulate
from callflows.snapshot_types import DeviceInfo, Snapshot, UserInfo
from callflows.tidy import tidy
from tests.callflows.samples import DESK, SNAPSHOT, SOFT, USER, account_with, node

AT = datetime(2026, 1, 2, tzinfo=UTC)
OWN = tuple(replace(device, owner=USER) for device in (DESK, SOFT))
OWNED = account_with(UserInfo(USER, "Alex Kim", "1001", OWN), *OWN)
RING = node("user", user=USER)
MARKED = {
    **node("do_not_disturb", _=node("hangup", cause="busy")),
}
MARKED["children"]["no_user"] = node("hangup", cause="rejected")

States = Mapping[Feature, str]


def program(document: Any, snapshot: Snapshot = OWNED) -> Program:
    return tidy(lower(parse(document), snapshot))


def end(
    document: Any,
    states: States | None = None,
    keys: tuple[str, ...] = (),
    caller: str = str(USER),
    **outcomes: Outcome,
) -> End:
    scenario = Scenario(
        "8000",
        "1001",
        AT,
        keys=keys,
        outcomes={str(USER): outcomes.get("user", Outcome.ANSWER)},
        states={str(USER): states or {}},
        calling_user=caller,
    )
    programs = {"u": program(document), "v": program(node("hangup", cause="not-found"))}
    return simulate(programs, "u", scenario, {"1009": "v"}).end


def test_who_wants_peace_is_busy() -> None:
    assert end(RING).kind == "answered"
    silent = end(RING, {Feature.DO_NOT_DISTURB: "1"})
    assert (silent.kind, silent.cause) == ("hung-up", "busy")


def test_only_their_own_telephones_stay_silent() -> None:
    guest = DeviceInfo(DESK.id, "Lobby", DESK.endpoint)
    both = account_with(UserInfo(USER, "Alex Kim", "1001", (guest, OWN[1])))
    scenario = Scenario(
        "8000", "1001", AT, states={str(USER): {Feature.DO_NOT_DISTURB: "1"}}
    )
    assert simulate({"u": program(RING, both)}, "u", scenario).end.kind == "answered"


@pytest.mark.parametrize(
    ("feature", "outcome", "goes"),
    [
        (Feature.FORWARD_ALWAYS, Outcome.ANSWER, True),
        (Feature.FORWARD_BUSY, Outcome.ANSWER, False),
        (Feature.FORWARD_BUSY, Outcome.BUSY, True),
        (Feature.FORWARD_BUSY, Outcome.NO_ANSWER, False),
        (Feature.FORWARD_NO_ANSWER, Outcome.NO_ANSWER, True),
        (Feature.FORWARD_NO_ANSWER, Outcome.OFFLINE, True),
        (Feature.FORWARD_NO_ANSWER, Outcome.BUSY, False),
    ],
)
def test_forwarding_is_followed(feature: Feature, outcome: Outcome, goes: bool) -> None:
    assert (end(RING, {feature: "1009"}, user=outcome).cause == "not-found") is goes


def test_peace_and_forwarding_when_busy_go_together() -> None:
    states = {Feature.DO_NOT_DISTURB: "1", Feature.FORWARD_BUSY: "1009"}
    assert end(RING, states).cause == "not-found"


def test_two_who_forward_to_each_other_end() -> None:
    there = {"1009": "u"}
    states = {str(USER): {Feature.FORWARD_ALWAYS: "1009"}}
    scenario = Scenario("8000", "1001", AT, states=states)
    assert simulate({"u": program(RING)}, "u", scenario, there).end.kind == "loop"


def test_a_number_that_leads_nowhere_is_unknown() -> None:
    assert end(RING, {Feature.FORWARD_ALWAYS: "1234"}).cause == "not-found"


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [("on", "", "busy"), ("toggle", "", "busy"), ("toggle", "1", ""), ("off", "1", "")],
)
def test_a_switch_is_felt_later_in_the_call(
    action: str, before: str, after: str
) -> None:
    flow = node("do_not_disturb", action=action, _=RING)
    assert end(flow, {Feature.DO_NOT_DISTURB: before}).cause == after


def test_a_stranger_switches_nothing() -> None:
    assert end(MARKED).cause == "busy"
    assert end(MARKED, caller="").cause == "rejected"


def test_the_sample_account_is_not_changed() -> None:
    assert program(RING, SNAPSHOT) != program(RING)
