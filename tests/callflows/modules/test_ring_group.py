"""Ringing several people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from callflows.document import parse
from callflows.instructions import DialGroup
from callflows.lowering import lower
from callflows.simulation import Outcome, Scenario, Trace, simulate
from callflows.snapshot_types import UserInfo
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    BARE_USER,
    DESK,
    LOBBY,
    OFF_DEVICE,
    SALES,
    SNAPSHOT,
    SOFT,
    USER,
    account_with,
    node,
)

ANSWER, BUSY, SILENT, OFFLINE = Outcome
AT = datetime(2025, 12, 1, tzinfo=UTC)
LATER = UserInfo(BARE_USER, "Sam Lee", "1002", (LOBBY,))
ACCOUNT = account_with(LATER)


def member(delay: int = 0, timeout: int = 20, **who: Any) -> dict[str, Any]:
    ids = {kind: str(id) for kind, id in who.items() if kind != "weight"}
    weight = {"weight": who["weight"]} if "weight" in who else {}
    return {**ids, **weight, "delay": delay, "timeout": timeout}


def group(*members: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return node("ring_group", members=list(members), **settings)


def dial(document: Any) -> DialGroup:
    op = lower(parse(document), ACCOUNT).blocks[0].body[1]
    assert isinstance(op, DialGroup)
    return op


def run(document: Any, **outcomes: Outcome) -> Trace:
    """Outcomes of Alex (`alex`) and Sam (`sam`)."""
    ids = {"alex": str(USER), "sam": str(BARE_USER)}
    by_id = {ids[name]: outcome for name, outcome in outcomes.items()}
    program = lower(parse(document), ACCOUNT)
    scenario = Scenario("8000", "1003", AT, outcomes=by_id)
    return simulate({"u": program}, "u", scenario)


ALEX, SAM = member(user=USER), member(user=BARE_USER, delay=5, timeout=10)


def test_each_member_has_its_own_times() -> None:
    alex, sam = dial(group(ALEX, SAM)).parties
    assert (alex.name, alex.delay, alex.seconds) == ("Alex Kim", 0, 20)
    assert (sam.name, sam.delay, sam.seconds) == ("Sam Lee", 5, 10)
    assert alex.devices == (DESK, SOFT)


def test_whoever_is_in_it_twice_rings_once_as_first_mentioned() -> None:
    document = group(member(user=USER, timeout=7), member(group=SALES, timeout=30))
    alex, lobby = dial(document).parties
    assert (alex.id, alex.seconds) == (USER, 7)
    assert (lobby.id, lobby.seconds) == (LOBBY.id, 30)
    assert ("rings_twice", "", "members") in found(document)


def test_a_device_rings_once_even_if_its_user_is_named_after_it() -> None:
    desk, alex = dial(group(member(device=DESK.id), member(user=USER))).parties
    assert (desk.devices, alex.devices) == ((DESK,), (SOFT,))


def test_a_group_without_a_telephone_is_worth_a_look() -> None:
    document = group(member(device=OFF_DEVICE))
    assert ("nobody_rings", "", "members") in found(document)
    assert dial(document).parties == ()


def test_what_it_points_at_is_found_deep_in_its_settings() -> None:
    flow = parse(group(ALEX, member(group=SALES)))
    assert flow.references == {("user", USER), ("group", SALES)}
    gone = group(member(group=BARE_USER))
    assert ("unknown_target", "", "members") in found(gone)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"user": str(USER), "group": str(SALES)},
        {"user": str(USER), "delay": -1},
        {"user": str(USER), "timeout": 0},
        {"user": str(USER), "weight": 0},
        {"user": str(USER).replace("-", "")},
        {"user": str(USER), "colour": "red"},
    ],
)
def test_a_member_is_one_of_them_with_times_within_limits(wrong: Any) -> None:
    assert ("invalid_setting", "", "members") in found(group(wrong))


def test_together_the_earliest_who_answers_gets_the_call() -> None:
    trace = run(group(SAM, ALEX))
    assert (trace.end.kind, trace.end.who) == ("answered", str(USER))
    trace = run(group(SAM, ALEX), alex=SILENT)
    assert (trace.end.who, trace.end.at) == (str(BARE_USER), AT + timedelta(seconds=5))


def test_together_the_call_goes_on_when_the_last_one_has_stopped_ringing() -> None:
    trace = run(group(ALEX, SAM), alex=SILENT, sam=SILENT)
    assert (trace.end.cause, trace.end.at - AT) == ("no-answer", timedelta(seconds=20))
    trace = run(group(ALEX, SAM), alex=BUSY, sam=BUSY)
    assert (trace.end.cause, trace.end.at - AT) == ("busy", timedelta(seconds=5))
    trace = run(group(ALEX, SAM), alex=OFFLINE, sam=OFFLINE)
    assert (trace.end.cause, trace.end.at) == ("no-answer", AT)


def test_in_order_they_ring_one_after_the_other() -> None:
    document = group(ALEX, SAM, strategy="in_order")
    trace = run(document, alex=SILENT)
    assert (trace.end.who, trace.end.at - AT) == (str(BARE_USER), timedelta(seconds=25))


def test_rounds_repeat_all() -> None:
    document = group(ALEX, SAM, strategy="in_order", rounds=3)
    trace = run(document, alex=SILENT, sam=SILENT)
    assert trace.end.at - AT == timedelta(seconds=3 * 35)


def test_drawn_by_lot_the_heaviest_is_first_in_a_simulation() -> None:
    members = (member(user=USER, weight=1), member(user=BARE_USER, weight=2))
    assert run(group(*members, strategy="weighted")).end.who == str(BARE_USER)


def test_one_who_is_busy_does_not_make_the_group_busy() -> None:
    document = group(ALEX, SAM, strategy="in_order")
    assert run(document, alex=SILENT, sam=BUSY).end.cause == "no-answer"


def test_the_sample_account_has_the_group() -> None:
    assert [p.name for p in dial(group(member(group=SALES))).parties] == [
        "Alex Kim",
        "Lobby",
    ]
    assert lower(parse(group(ALEX)), SNAPSHOT)
