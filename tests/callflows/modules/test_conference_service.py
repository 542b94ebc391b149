"""One number for several conferences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, simulate
from callflows.snapshot_types import ConferenceInfo
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.samples import CONFERENCE, account_with, node, uid

BOARD = ConferenceInfo(uid(72), "Board", "b0ard2", "200", pin="1234")
SNAPSHOT = account_with(BOARD)
FLOW = node("conference_service", conferences=[CONFERENCE, uid(72)])
AT = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    ("keys", "kind", "who"),
    [
        ("100#", "conference", str(CONFERENCE)),
        ("200#1234#", "conference", str(uid(72))),
        ("7#8#100#", "conference", str(CONFERENCE)),
        ("7#8#9#100#", "hung-up", ""),
        ("200#1#2#3#", "hung-up", ""),
    ],
)
def test_the_number_then_the_pin(keys: str, kind: str, who: str) -> None:
    program = lower(parse(FLOW), SNAPSHOT)
    trace = simulate({"u": program}, "u", Scenario("8400", "1001", AT, (keys,)))
    assert (trace.end.kind, trace.end.who) == (kind, who)


def test_each_number_leads_to_where_its_conference_begins() -> None:
    (context,) = render(lower(parse(FLOW), SNAPSHOT), "acme-cf-k3v9qa", 1)
    by_number = {p.number: p for p in context.priorities if p.extension == "n0"}
    tests = {
        p.data[18:21]: int(p.data.rpartition("?")[2])
        for p in list(by_number.values())[:7]
        if "PBX_KEY}" in p.data
    }
    assert "acme-w33kly" in by_number[tests["100"]].data
    assert by_number[tests["200"]].data == "PBX_TRY=0"
    rooms = [p.data for p in by_number.values() if p.application == "ConfBridge"]
    assert rooms == ["acme-w33kly", "acme-b0ard2"]


def test_it_names_all_of_them() -> None:
    words = in_words(lower(parse(FLOW), SNAPSHOT))
    assert "“Weekly”, “Board”" in words
    assert "If there is no such conference:" in words
