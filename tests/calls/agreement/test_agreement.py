"""The simulator and a real Asterisk agree on random callflows and random calls.

A disagreement is a mistake in one of them. `PBXPORTAL_AGREEMENTS` says how many calls
are compared (50), `PBXPORTAL_SEED` which ones.
"""

from __future__ import annotations

import asyncio
import json
import os
from random import Random
from typing import Any

import pytest

from callflows.module import modules
from tests.calls.agreement.generate import HUMAN, SETTINGS
from tests.calls.agreement.lane import Lane, Seen, agree, told
from tests.calls.agreement.stage import lanes
from tests.calls.portal import Portal

CALLS = int(os.environ.get("PBXPORTAL_AGREEMENTS", "50"))
SEED = os.environ.get("PBXPORTAL_SEED", "1")
LANES = int(os.environ.get("PBXPORTAL_LANES", "5"))
CALLS_A_FLOW = 3


def test_every_module_takes_part() -> None:
    assert set(modules()) == {*SETTINGS, *HUMAN}
    assert not set(SETTINGS) & set(HUMAN)


@pytest.mark.asterisk
@pytest.mark.asyncio
@pytest.mark.timeout(60 + 5 * CALLS)
async def test_simulator_and_calls_agree(demo: dict[str, Any], acme: Portal) -> None:
    tally = Tally()
    async with (
        lanes(LANES, demo, acme, SEED) as all_lanes,
        asyncio.TaskGroup() as group,
    ):
        for number, lane in enumerate(all_lanes):
            group.create_task(_work(lane, Random(f"{SEED}/{number}"), tally))
    print(tally.summary())  # noqa: T201
    assert not tally.faults, "\n\n".join(tally.faults)
    assert tally.agreed >= CALLS


class Tally:
    """What came of all lanes' calls."""

    def __init__(self) -> None:
        self.begun = self.agreed = self.repeated = 0
        self.modules: dict[str, int] = {}
        self.ends: dict[str, int] = {}
        self.faults: list[str] = []

    def more(self) -> bool:
        """Whether another call shall be placed; counts it."""
        self.begun += 1
        return self.begun <= CALLS and len(self.faults) < 5

    def note(self, trace: dict[str, Any], seen: Seen) -> None:
        """Counts a call on which both agree."""
        self.agreed += 1
        self.ends[seen.kind] = self.ends.get(seen.kind, 0) + 1
        for step in trace["steps"]:
            name = step["module"]
            self.modules[name] = self.modules.get(name, 0) + 1

    def summary(self) -> str:
        """For people, and for the documentation."""
        return (
            f"{self.agreed} of {self.agreed + len(self.faults)} calls agree, "
            f"{self.repeated} after a repetition; modules met: "
            f"{dict(sorted(self.modules.items()))}; ends: {self.ends}"
        )


async def _work(lane: Lane, random: Random, tally: Tally) -> None:
    while True:
        flows, keys = await lane.draw(random)
        for _ in range(CALLS_A_FLOW):
            if not tally.more():
                return
            scenario = lane.scenario(random, keys)
            await _compare(lane, flows, scenario, tally)


async def _compare(
    lane: Lane, flows: dict[str, Any], scenario: dict[str, Any], tally: Tally
) -> None:
    """A busy machine may take a key for none: what disagrees is tried once more."""
    for attempt in range(2):
        trace = await lane.expect(scenario)
        expected, seen = told(trace, lane), await lane.call(scenario)
        if agree(expected, seen):
            tally.note(trace, seen)
            tally.repeated += attempt
            return
    text = [f"expected {expected}", f"seen     {seen}", json.dumps(scenario)]
    text += [f"{name}: {json.dumps(flow)}" for name, flow in flows.items()]
    tally.faults.append("\n".join(text))
