"""Leaving a call in a space."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Trace, simulate
from callflows.simulation.scenario import LotScenario
from callflows.words import in_words
from telephony.dialplan.contexts import Priority, render
from tests.callflows.findings_support import found
from tests.callflows.samples import LOT, SNAPSHOT, node, uid

AT = datetime(2026, 11, 25, tzinfo=UTC)
ALL = tuple(range(701, 721))


def flow(**settings: Any) -> dict[str, Any]:
    made = node("park", lot=LOT, **settings, _=node("hangup"))
    made["children"]["full"] = node("hangup", cause="busy")
    return made


def steps(document: Any, extension: str = "n0") -> list[Priority]:
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    return [p for p in context.priorities if p.extension == extension]


def played(document: Any, lot: LotScenario | None = None) -> Trace:
    program = lower(parse(document), SNAPSHOT)
    lots = {str(LOT): lot} if lot else {}
    return simulate({"u": program}, "u", Scenario("8490", "1001", AT, lots=lots))


def data(steps: list[Priority], application: str) -> str:
    (one,) = [p.data for p in steps if p.application == application]
    return one


def test_the_lot_is_the_accounts_own_and_says_all_that_is_needed() -> None:
    lines = steps(flow())
    lot = "acme-pl-k3v9qa-701-720"
    values = [p.data for p in lines if p.application == "Set"]
    assert f"PARKINGDYNCONTEXT={lot}" in values
    assert "PARKINGDYNPOS=701-720" in values
    assert data(lines, "Park").startswith(f"{lot},c(acme-cf-k3v9qa-v1,n0b,1)t(120)")
    assert lines[-1].data == "n1,1"


def test_a_space_of_its_own_and_no_announcement() -> None:
    lines = steps(flow(space=705, announce=False))
    assert "PARKINGEXTEN=705" in [p.data for p in lines]
    assert data(lines, "Park").endswith("t(120)s")
    assert "BLINDTRANSFER" in data(steps(flow()), "Park")


def test_a_call_that_comes_back_rings_who_parked_it_but_never_itself() -> None:
    back = steps(flow(), "n0b")
    assert [p.application for p in back][-2:] == ["Dial", "Goto"]
    assert back[1].data == '$["${PARKER:6}" = "${CHANNEL(endpoint)}"]?6'
    assert back[-1].data == "n2,1"


@pytest.mark.parametrize(
    ("lot", "space", "end"),
    [
        (None, None, "normal"),
        (LotScenario(ALL), None, "busy"),
        (LotScenario((705,)), 705, "busy"),
        (LotScenario((704,)), 705, "normal"),
    ],
)
def test_full_or_not_taken(
    lot: LotScenario | None, space: int | None, end: str
) -> None:
    trace = played(flow(space=space), lot)
    assert (trace.end.kind, trace.end.cause) == ("hung-up", end)
    assert (trace.end.at - AT).seconds == (120 if end == "normal" else 0)


def test_somebody_takes_it_in_time_or_too_late() -> None:
    assert played(flow(), LotScenario(taken_after=30)).end.kind == "retrieved"
    assert played(flow(), LotScenario(taken_after=120)).end.kind == "hung-up"


def test_words_and_findings() -> None:
    text = in_words(lower(parse(flow(space=705)), SNAPSHOT))
    assert "Park the call in space 705 of “Office”." in text
    assert "Say the space to who parks it." in text
    assert ("no_such_space", "", "space") in found(flow(space=800))


def test_without_a_lot_the_call_ends() -> None:
    end = played(node("park", lot=uid(99))).end
    assert (end.kind, end.cause) == ("hung-up", "unavailable")
