"""Taking a call from a space."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, simulate
from callflows.simulation.scenario import LotScenario
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import LOT, SNAPSHOT, node, uid

AT = datetime(2026, 11, 25, tzinfo=UTC)
LOTS = {str(LOT): LotScenario((705,))}


def ends(document: Any, dialled: str = "8491", *keys: str) -> str:
    program = lower(parse(document), SNAPSHOT)
    call = Scenario(dialled, "1001", AT, keys, lots=LOTS)
    return simulate({"u": program}, "u", call).end.kind


@pytest.mark.parametrize(
    ("asked", "dialled", "keys", "kind"),
    [
        ({"space": 705}, "8491", (), "retrieved"),
        ({"space": 706}, "8491", (), "hung-up"),
        ({}, "705", (), "retrieved"),
        ({}, "706", ("705#",), "hung-up"),
        ({}, "8491", ("705#",), "retrieved"),
        ({}, "8491", ("706#",), "hung-up"),
        ({}, "8491", (), "hung-up"),
    ],
)
def test_which_space(
    asked: dict[str, Any], dialled: str, keys: tuple[str, ...], kind: str
) -> None:
    assert ends(node("retrieve", lot=LOT, **asked), dialled, *keys) == kind


def test_a_fixed_space_is_not_asked_for() -> None:
    def applications(**settings: Any) -> list[str]:
        program = lower(parse(node("retrieve", lot=LOT, **settings)), SNAPSHOT)
        (context,) = render(program, "acme-cf-k3v9qa", 1)
        return [p.application for p in context.priorities if p.extension == "n0"]

    assert "Read" not in applications(space=705)
    assert "Read" in applications()
    assert applications()[-1] == "ParkedCall"


def test_every_jump_stays_inside_its_extension() -> None:
    program = lower(parse(node("retrieve", lot=LOT)), SNAPSHOT)
    (context,) = render(program, "acme-cf-k3v9qa", 1)
    by_number = {p.number: p for p in context.priorities if p.extension == "n0"}
    (test,) = [p for p in by_number.values() if "DEVICE_STATE" in p.data]
    assert by_number[int(test.data.rpartition("?")[2])].application == "ParkedCall"
    (asks,) = [n for n, p in by_number.items() if p.application == "Read"]
    before = by_number[asks - 1].data.rpartition("?")[2]
    assert before == f"{asks + 2}:{asks}"


def test_words_and_findings() -> None:
    text = in_words(lower(parse(node("retrieve", lot=LOT, space=705)), SNAPSHOT))
    assert "Take the call from space 705 of “Office”." in text
    assert ("no_such_space", "", "space") in found(
        node("retrieve", lot=LOT, space=9999)
    )


def test_without_a_lot_the_call_ends() -> None:
    assert ends(node("retrieve", lot=uid(99))) == "hung-up"
