"""Compiling callflows of 20 and of 200 modules, and running calls through them.

Measured in time of the processor: all of it is computing, on one core.
"""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from time import process_time
from typing import Any

import pytest

from callflows.checks import check
from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Outcome, Scenario, simulate
from callflows.snapshot_types import MediaInfo, Snapshot
from callflows.tidy import tidy
from telephony.dialplan.contexts import render
from tests.bench.conftest import Report, median_ms
from tests.bench.large_flow import large_flow
from tests.callflows.samples import DEVICE, LOBBY, SNAPSHOT, SOFT, SOUND

pytestmark = pytest.mark.bench

FLOWS = 300
TIMES = 31
SCENARIOS = 2_000
KEYS = "1234567890*#"


def document() -> dict[str, Any]:
    """Two menus with nine keys each, all leading somewhere."""
    play = {"module": "play", "data": {"media": str(SOUND)}}
    keys = {str(key): play for key in range(1, 10)}
    inner = {"module": "menu", "data": {"prompt": str(SOUND)}, "children": keys}
    outer = {**keys, "0": inner}
    return {"module": "menu", "data": {"prompt": str(SOUND)}, "children": outer}


def test_flows_a_second(report: Report) -> None:
    snapshot = Snapshot.of("acme", "UTC", [MediaInfo(SOUND, "Sound", "/media/a/b")])
    text = document()
    modules = len(parse(text).nodes)
    begin = process_time()
    for _ in range(FLOWS):
        flow = parse(text)
        assert not [f for f in check(flow, snapshot) if f.level == "red"]
        assert render(tidy(lower(flow, snapshot)), "acme-cf-abcdef", 1)
    spent = process_time() - begin
    report.add(
        f"(c) parse, check, lower, render: {FLOWS} flows of {modules} modules",
        f"{FLOWS / spent:,.0f} flows/s, {spent / FLOWS * 1000:.2f} ms each",
    )


def test_a_flow_of_two_hundred_modules(report: Report) -> None:
    text = large_flow(200)
    flow = parse(text)
    lowered = lower(flow, SNAPSHOT)
    tidied = tidy(lowered)
    kinds = len({node.name for node in flow.nodes.values()})
    contexts = render(tidied, "acme-cf-abcdef", 1)
    steps = {
        "parse": median_ms(lambda: parse(text), TIMES, process_time),
        "check": median_ms(lambda: check(flow, SNAPSHOT), TIMES, process_time),
        "lower": median_ms(lambda: lower(flow, SNAPSHOT), TIMES, process_time),
        "tidy": median_ms(lambda: tidy(lowered), TIMES, process_time),
        "render": median_ms(
            lambda: render(tidied, "acme-cf-abcdef", 1), TIMES, process_time
        ),
    }

    def all_of_it() -> None:
        read = parse(text)
        check(read, SNAPSHOT)
        render(tidy(lower(read, SNAPSHOT)), "acme-cf-abcdef", 1)

    spent = median_ms(all_of_it, TIMES, process_time)
    priorities = sum(len(context.priorities) for context in contexts)
    report.add(
        f"(c) one flow of {len(flow.nodes)} modules of {kinds} kinds, "
        f"{priorities} priorities",
        f"{spent:.1f} ms, {1000 / spent:,.0f} flows/s (aim: below 20 ms)",
    )
    report.add(
        "(c)   of it", ", ".join(f"{name} {ms:.1f}" for name, ms in steps.items())
    )


def test_scenarios_a_second(report: Report) -> None:
    """Calls at any minute of a year, with random keys and outcomes."""
    flow = parse(large_flow(200))
    programs = {"u": lower(flow, SNAPSHOT)}
    random = Random("scenarios")
    scenarios = [_scenario(random) for _ in range(SCENARIOS)]
    begin = process_time()
    steps = sum(len(simulate(programs, "u", each).steps) for each in scenarios)
    spent = process_time() - begin
    report.add(
        f"(c) simulate {SCENARIOS} calls to it, {steps / SCENARIOS:.1f} modules each",
        f"{SCENARIOS / spent:,.0f} scenarios/s",
    )


def _scenario(random: Random) -> Scenario:
    month, day, hour = (random.randint(1, most) for most in (12, 28, 23))
    at = datetime(2026, month, day, hour, random.randrange(60), tzinfo=UTC)
    keys = tuple(random.choices(KEYS, k=random.randint(0, 6)))
    outcomes = {
        str(id): random.choice(list(Outcome)) for id in (DEVICE, SOFT, LOBBY.id)
    }
    return Scenario("8000", "1002", at, keys, outcomes)
