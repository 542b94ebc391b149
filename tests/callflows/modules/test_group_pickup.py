"""Answering a call that rings elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import End, Scenario, simulate
from callflows.simulation.scenario import Activity
from callflows.snapshot_types import Snapshot
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    BARE_USER,
    DESK,
    LOBBY,
    SALES,
    SNAPSHOT,
    SOFT,
    USER,
    account_with,
    crowd,
    node,
)

AT = datetime(2026, 11, 25, tzinfo=UTC)
SALES_CALLS = node("group_pickup", members=[{"group": str(SALES)}], _=node("hangup"))
ONLY_ALEX = node(
    "group_pickup",
    members=[{"device": str(SOFT.id)}],
    allowed=[{"device": str(DESK.id)}],
)


def lines(document: Any, snapshot: Snapshot = SNAPSHOT) -> list[tuple[str, str]]:
    (context,) = render(lower(parse(document), snapshot), "acme-cf-k3v9qa", 1)
    return [(p.application, p.data) for p in context.priorities if p.extension == "n0"]


def ends(document: Any, caller: str = "1001", **activity: Activity) -> End:
    by_id = {id.replace("_", "-"): doing for id, doing in activity.items()}
    call = Scenario("8500", caller, AT, activity=by_id)
    program = lower(parse(document), SNAPSHOT)
    return simulate({"u": program}, "u", call).end


def test_telephones_are_known_by_their_ids_and_by_nothing_else() -> None:
    (pickup,) = [data for name, data in lines(SALES_CALLS) if name == "Pickup"]
    marks = [f"{device.id}@PICKUPMARK" for device in (DESK, SOFT, LOBBY)]
    assert pickup == "&".join(marks)


def test_many_telephones_are_asked_for_in_parts() -> None:
    asked = lines(SALES_CALLS, account_with(crowd(30)))
    assert [name for name, _ in asked].count("Pickup") == 3
    assert asked[-1] == ("Goto", "n1,1")


@pytest.mark.parametrize(
    ("doing", "kind"),
    [(Activity.RINGING, "picked-up"), (Activity.TALKING, "hung-up")],
)
def test_only_what_rings_is_answered(doing: Activity, kind: str) -> None:
    end = ends(SALES_CALLS, **{str(LOBBY.id).replace("-", "_"): doing})
    assert end.kind == kind
    assert end.who == (str(LOBBY.id) if kind == "picked-up" else "")


def test_who_may_do_it() -> None:
    rings = {str(SOFT.id).replace("-", "_"): Activity.RINGING}
    assert ends(ONLY_ALEX, "1001", **rings).kind == "picked-up"
    refused = ends(ONLY_ALEX, "1002", **rings)
    assert (refused.kind, refused.cause) == ("hung-up", "rejected")
    steps = lines(ONLY_ALEX)
    assert steps[1] == ("GotoIf", '$["${CHANNEL(endpoint)}" = "1001@acme.example"]?4')
    assert steps[2][0] == "Goto"
    assert steps[3][0] == "Pickup"


def test_words_and_findings() -> None:
    assert "Answer the call that rings at Laptop." in in_words(
        lower(parse(ONLY_ALEX), SNAPSHOT)
    )
    nobody = node("group_pickup", members=[{"user": str(BARE_USER)}])
    assert ("no_telephones", "", "members") in found(nobody)
    refused = node(
        "group_pickup",
        members=[{"user": str(USER)}],
        allowed=[{"user": str(BARE_USER)}],
    )
    assert ("no_telephones", "", "allowed") in found(refused)
