"""Callers are let into a conference, if they know its PIN."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from callflows.snapshot_types import ConferenceInfo, Snapshot
from callflows.words import in_words
from telephony.dialplan.contexts import Priority, render
from tests.callflows.samples import CONFERENCE, SNAPSHOT, account_with, node, uid

AT = datetime(2026, 11, 25, tzinfo=UTC)
FLOW = node("conference", conference=CONFERENCE)
SECRET = ConferenceInfo(
    CONFERENCE, "Board", "b0ard2", "200", "1234", "9999", 3, wait=True, record=True
)


def steps(document: Any, snapshot: Snapshot) -> dict[int, Priority]:
    (context,) = render(lower(parse(document), snapshot), "acme-cf-k3v9qa", 1)
    return {p.number: p for p in context.priorities if p.extension == "n0"}


def played(document: Any, snapshot: Snapshot, *keys: str) -> Trace:
    program = lower(parse(document), snapshot)
    return simulate({"u": program}, "u", Scenario("8400", "1001", AT, keys))


def test_the_room_is_the_accounts_own() -> None:
    apps = [(p.application, p.data) for p in steps(FLOW, SNAPSHOT).values()]
    assert ("ConfBridge", "acme-w33kly") in apps
    assert "Read" not in [application for application, _ in apps]
    words = in_words(lower(parse(FLOW), SNAPSHOT))
    assert "Let the caller into the conference “Weekly”." in words


def target(step: Priority) -> int:
    return int(step.data.rpartition("?")[2])


def test_each_pin_leads_to_its_own_settings() -> None:
    by_number = steps(FLOW, account_with(SECRET))
    tests = {
        p.data[18:22]: target(p) for p in by_number.values() if "PBX_KEY}" in p.data
    }
    member, moderator = tests["1234"], tests["9999"]
    assert "parties,acme-b0ard2)} >= 3" in by_number[member].data
    assert by_number[member + 1].data == "CONFBRIDGE(user,admin)=no"
    assert by_number[member + 3].data == "CONFBRIDGE(user,wait_marked)=yes"
    assert by_number[moderator].data == "CONFBRIDGE(user,admin)=yes"
    past = int(by_number[moderator - 1].data)
    assert by_number[past].data == by_number[moderator + 3].data
    assert by_number[past].data == "CONFBRIDGE(user,quiet)=no"


def test_only_the_first_one_begins_the_recording() -> None:
    by_number = steps(FLOW, account_with(SECRET))
    (room,) = [n for n, p in by_number.items() if p.application == "ConfBridge"]
    (begun,) = [p for p in by_number.values() if "> 0]?" in p.data]
    assert target(begun) == room
    assert by_number[room - 1].data == "CONFBRIDGE(bridge,record_conference)=yes"


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (("1234#",), "conference"),
        (("1#", "2#", "9999#"), "conference"),
        (("1#", "2#", "3#", "1234#"), "hung-up"),
        ((), "hung-up"),
    ],
)
def test_three_tries(keys: tuple[str, ...], kind: str) -> None:
    trace = played(FLOW, account_with(SECRET), *keys)
    assert trace.end.kind == kind
    if kind == "conference":
        assert trace.end.who == str(CONFERENCE)


def test_members_without_a_pin_press_nothing_where_moderators_have_one() -> None:
    open_room = ConferenceInfo(CONFERENCE, "Open", "0pen22", "200", "", "9999")
    assert played(FLOW, account_with(open_room), "#").end.kind == "conference"
    assert played(FLOW, account_with(open_room), "1#2#3#").end.kind == "hung-up"


def test_without_a_conference_the_call_ends() -> None:
    trace = played(node("conference", conference=uid(99)), SNAPSHOT)
    assert (trace.end.kind, trace.end.cause) == ("hung-up", "unavailable")
