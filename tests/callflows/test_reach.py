"""When a call reaches nobody: agrees with calls that are run at single moments."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from callflows.document import parse
from callflows.instructions import Program
from callflows.lowering import lower
from callflows.reach import LOST, Assumption, Way, joined, scenario, ways
from callflows.simulation import Trace, simulate
from callflows.snapshot_types import Snapshot
from callflows.time_rules import TimeRule, read_rules
from callflows.timeline import NO_RULE, first_that_holds, parts
from tests.callflows.samples import (
    BOX,
    CLOSED,
    EMPTY_QUEUE,
    FLOW,
    LUNCH,
    OBJECTS,
    OPEN,
    QUEUE,
    RECEPTION,
    SNAPSHOT,
    SOUND,
    USER,
    WEEK,
    account_with,
    frame,
    node,
    uid,
)

ZONES = ("America/Vancouver", "Europe/Berlin", "Australia/Lord_Howe", "UTC")
BEGIN = datetime(2026, 3, 1, 10, 17, 30, tzinfo=UTC)
END = BEGIN + timedelta(days=365)
UNIT = "acme-cf-test"

days = st.builds(lambda m, d: f"{m:02}-{d:02}", st.integers(1, 12), st.integers(1, 28))
minutes = st.sampled_from([0, 1, 119, 120, 150, 180, 540, 1020, 1380, 1439])


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def rules(draw: Any) -> TimeRule:
    """Windows over midnight, ranges with and without a year, ranges within days."""
    start = draw(minutes)
    end = draw(minutes.filter(lambda minute: minute not in (0, start)))
    raw: dict[str, Any] = {"start": clock(start), "end": clock(end)}
    raw["weekdays"] = draw(st.lists(st.sampled_from([*WEEK, "sat", "sun"]), min_size=1))
    if draw(st.booleans()):
        first, last = sorted([draw(days), draw(days)])
        year = draw(st.sampled_from(["", "2026-"]))
        raw["from"], raw["to"] = f"{year}{first}", f"{year}{last}"
        if draw(st.booleans()) and first != last:
            raw["from"] += f" {clock(draw(minutes))}"
            raw["to"] += f" {clock(draw(minutes))}"
    return read_rules([raw])[0]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(rules(), max_size=4),
    st.sampled_from(ZONES),
    st.lists(st.integers(0, 365 * 86400), min_size=20, max_size=20),
)
def test_parts_agree_with_the_clock(
    own: list[TimeRule], zone: str, moments: list[int]
) -> None:
    begin, end = int(BEGIN.timestamp()), int(END.timestamp())
    found = parts(tuple(own), zone, begin, end)
    assert (found[0].start, found[-1].end) == (begin, end)
    for one, other in pairwise(found):
        assert one.end == other.start
        assert one.rule != other.rule
    edges = [part.start + shift for part in found[:15] for shift in (-1, 0, 59)]
    for moment in [*(begin + m for m in moments), *edges]:
        local = datetime.fromtimestamp(moment, ZoneInfo(zone))
        part = found[max(0, bisect_right(found, (moment, end, len(own))) - 1)]
        if moment >= begin:
            assert part.rule == first_that_holds(own, local)


def test_a_repeated_hour_counts_twice_and_a_skipped_one_never() -> None:
    (rule,) = read_rules([{"start": "01:30", "end": "02:30"}])
    zone, length = "America/Vancouver", {}
    for day in (datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)):
        begin = int(day.timestamp()) + 7 * 3600
        found = parts((rule,), zone, begin, begin + 12 * 3600)
        held = sum(p.end - p.start for p in found if p.rule != NO_RULE)
        length[day.month] = held // 60
    assert length == {3: 30, 11: 90}


END_NODES = st.sampled_from(
    [
        node("hangup"),
        node("voicemail", box=BOX),
        node("play", media=SOUND),
        node("queue", queue=QUEUE),
        node("queue", queue=EMPTY_QUEUE),
        node("callflow", callflow=FLOW),
    ]
)


def grown(below: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    times = st.builds(
        lambda frames, exits, zone: {
            "module": "time_of_day",
            "data": {"frames": [str(f) for f in frames], "timezone": zone},
            "children": dict(zip([*map(str, frames), "_"], exits, strict=False)),
        },
        st.lists(st.sampled_from([OPEN, LUNCH, CLOSED]), unique=True, max_size=3),
        st.lists(below, min_size=1, max_size=4),
        st.sampled_from([None, *ZONES]),
    )
    slow = st.builds(
        lambda one, other: node("menu", timeout=47, b1=one, timeout_=other),
        below,
        below,
    )
    ringing = st.builds(lambda next: node("user", user=USER, timeout=33, _=next), below)
    return st.one_of(times, times, slow, ringing)


flows = st.recursive(END_NODES, grown, max_leaves=8)


def programs_of(document: Any, other: Any, known: Snapshot) -> dict[str, Program]:
    return {
        UNIT: lower(parse(document), known),
        RECEPTION.unit: lower(parse(other), known),
    }


def at(way: Mapping[int, Any], moment: int) -> Any:
    return next(w for w in way.values() if any(a <= moment < b for a, b in w.spans))


@settings(max_examples=25, deadline=None)
@given(
    flows,
    flows,
    st.lists(rules(), min_size=1, max_size=3),
    st.sampled_from(list(Assumption)),
    st.sampled_from([(), ("1",), ("", "1")]),
    st.lists(st.integers(0, 365 * 86400 - 1), min_size=8, max_size=8),
)
@example(node("hangup"), node("hangup"), [TimeRule()], Assumption.NOBODY, (), [0])
def test_agrees_with_calls_at_single_moments(
    document: Any,
    other: Any,
    own: list[TimeRule],
    assumed: Assumption,
    keys: tuple[str, ...],
    moments: list[int],
) -> None:
    info = next(i for i in OBJECTS if i.id == OPEN)
    known = account_with(replace(info, rules=tuple(own)))  # type: ignore[call-arg]
    programs = programs_of(document, other, known)
    begin = int(BEGIN.timestamp())
    found = dict(enumerate(ways(programs, UNIT, scenario(assumed, BEGIN, keys), END)))
    spans = [span for way in found.values() for span in way.spans]
    assert list(joined(spans)) == [(begin, int(END.timestamp()))]
    assert sum(b - a for a, b in spans) == int((END - BEGIN).total_seconds())
    edges = [a + shift for a, _ in sorted(spans)[1:8] for shift in (-1, 0)]
    for moment in [*(begin + m for m in moments), *edges]:
        when = datetime.fromtimestamp(moment, UTC)
        call = scenario(assumed, when, keys)
        trace = simulate(programs, UNIT, call)
        way = at(found, moment)
        assert way.trace.nodes == trace.nodes
        assert way.trace.end.kind == trace.end.kind
        assert [s.text for s in way.trace.steps] == [s.text for s in trace.steps]
        assert [s.exit for s in way.trace.steps] == [s.exit for s in trace.steps]
        assert way.reaches == by_hand(trace)


def by_hand(trace: Trace) -> bool:
    queued = any("waits in" in step.text for step in trace.steps)
    return queued or trace.end.kind not in LOST


def lost(document: Any, assumed: Assumption, **more: Any) -> list[Way]:
    programs = programs_of(document, node("hangup"), SNAPSHOT)
    found = ways(programs, UNIT, scenario(assumed, BEGIN, **more), END)
    return [way for way in found if not way.reaches]


def test_hours_without_a_mailbox_reach_nobody_outside_of_them() -> None:
    flow = node("time_of_day", frames=[OPEN])
    flow["children"] = {
        str(OPEN): node("user", user=USER, _=node("voicemail", box=BOX)),
        "_": node("play", media=SOUND),
    }
    (way,) = lost(flow, Assumption.EVERYONE)
    assert [step.module for step in way.trace.steps] == ["time_of_day", "play"]
    hours = way.seconds / 3600
    assert hours == pytest.approx(365 * 24 - 261 * 8, abs=8)
    assert lost(node("voicemail", box=BOX), Assumption.NOBODY) == []


def test_a_telephone_alone_reaches_nobody_while_it_is_away() -> None:
    flow = node("user", user=USER)
    assert lost(flow, Assumption.EVERYONE) == []
    assert len(lost(flow, Assumption.NOBODY)) == 1


def test_keys_lead_elsewhere() -> None:
    menu = node("menu", b1=node("voicemail", box=BOX), timeout_=node("hangup"))
    assert len(lost(menu, Assumption.EVERYONE)) == 1
    assert lost(menu, Assumption.EVERYONE, keys=("1",)) == []


def test_time_goes_by_while_a_menu_waits() -> None:
    """Who calls 15 s before nine comes to the branch when it is nine."""
    times = node("time_of_day", frames=[OPEN])
    times["children"] = {str(OPEN): node("voicemail", box=BOX), "_": node("hangup")}
    (way,) = lost(node("menu", timeout=5, timeout_=times), Assumption.EVERYONE)
    zone = ZoneInfo("America/Vancouver")
    ends = {datetime.fromtimestamp(b, zone).strftime("%T") for _, b in way.spans[:-1]}
    assert ends == {"08:59:45"}


def test_two_hundred_modules_and_a_year_are_looked_through_at_once() -> None:
    """No time is demanded of a busy machine; far more than it takes would be a fault."""
    frames = [
        frame(uid(500 + n), f"F{n}", {"weekdays": WEEK, "start": f"{n % 12:02}:15"})
        for n in range(40)
    ]
    flow: Any = node("hangup")
    for n in range(200):
        if n % 5:
            flow = node("play", media=SOUND, _=flow)
        else:
            own = frames[n // 5]
            flow = {
                **node("time_of_day", frames=[own.id]),
                "children": {"_": flow, str(own.id): node("voicemail", box=BOX)},
            }
    known = account_with(*frames)
    programs = {UNIT: lower(parse(flow), known)}
    parts.cache_clear()
    began = time.process_time()
    found = ways(programs, UNIT, scenario(Assumption.NOBODY, BEGIN), END)
    took = time.process_time() - began
    assert len(found) > 1
    print(f"{took:.3f} s")  # noqa: T201
    assert took < 5
