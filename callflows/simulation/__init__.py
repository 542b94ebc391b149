"""What would happen to a call: runs a program against a scenario instead of a phone.

A pure function of programs and scenario; the clock is the scenario's and goes on while
telephones ring and menus wait.
"""

from __future__ import annotations

from collections.abc import Mapping

from callflows.instructions import Program
from callflows.simulation.choice import Choice
from callflows.simulation.keys import Keys
from callflows.simulation.leave import Leave
from callflows.simulation.ring import Ring
from callflows.simulation.scenario import End, Outcome, Scenario, Step, Trace
from callflows.simulation.sound import Sound

__all__ = ["End", "Outcome", "Scenario", "Simulator", "Step", "Trace", "simulate"]


class Simulator(Sound, Keys, Ring, Choice, Leave):
    """A call that meets every instruction."""

    def run(self, unit: str) -> Trace:
        """Goes from block to block until the call has ended."""
        block = self.enter(unit)
        while block and self.end is None:
            block = self.walk(block)
        assert self.end is not None  # noqa: S101  every block leaves or ends
        return Trace(tuple(self.steps), self.end)


def simulate(programs: Mapping[str, Program], unit: str, scenario: Scenario) -> Trace:
    """Runs the call from the entry of `unit`.

    `programs` are by unit: the flow in question and all published ones that it may go
    to. A jump to a unit that is not there ends the call, as in Asterisk.
    """
    return Simulator(programs, scenario).run(unit)
