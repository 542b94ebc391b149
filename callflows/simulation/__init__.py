"""What would happen to a call: runs a program against a scenario instead of a phone.

A pure function of programs and scenario; the clock is the scenario's and goes on while
telephones ring and menus wait.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from callflows.instructions import Cause, Program
from callflows.outside_lines import OutsideInfo
from callflows.simulation.call_center import CallCenter
from callflows.simulation.caller import Caller
from callflows.simulation.choice import Choice
from callflows.simulation.colleague import Colleague
from callflows.simulation.conference import Conference
from callflows.simulation.directory import FindByName
from callflows.simulation.fax import Fax
from callflows.simulation.feature import FeatureSwitch
from callflows.simulation.gateway import Gateway
from callflows.simulation.keys import Keys
from callflows.simulation.leave import Leave
from callflows.simulation.menus import Menus
from callflows.simulation.outside import Outside
from callflows.simulation.parking import Parking
from callflows.simulation.prompts import Prompts
from callflows.simulation.recording import Recording
from callflows.simulation.scenario import End, Outcome, Ringing, Scenario, Step, Trace
from callflows.simulation.sound import Sound
from callflows.simulation.speech import Speech
from callflows.simulation.team import Team
from callflows.simulation.values import Values

__all__ = [
    "End",
    "Outcome",
    "Ringing",
    "Scenario",
    "Simulator",
    "Step",
    "Trace",
    "simulate",
    "simulate_outside",
]


class Simulator(
    Caller,
    Prompts,
    Sound,
    Keys,
    Menus,
    Team,
    FindByName,
    Choice,
    Outside,
    Recording,
    Conference,
    Fax,
    FeatureSwitch,
    CallCenter,
    Values,
    Speech,
    Parking,
    Colleague,
    Gateway,
    Leave,
):
    """A call that meets every instruction."""

    def run(self, unit: str) -> Trace:
        """Goes from block to block until the call has ended."""
        block = None if self.is_kept_out() else self.enter(unit)
        while block and self.end is None:
            block = self.walk(block)
        assert self.end is not None  # noqa: S101  every block leaves or ends
        return Trace(tuple(self.steps), self.end)


def simulate(
    programs: Mapping[str, Program],
    unit: str,
    scenario: Scenario,
    routes: Mapping[str, str] = MappingProxyType({}),
    outside: OutsideInfo | None = None,
    users: Collection[str] = (),
) -> Trace:
    """Runs the call from the entry of `unit`.

    `programs` are by unit: the flow in question and all published ones that it may go
    to. A jump to a unit that is not there ends the call, as in Asterisk. `routes` are the
    account's numbers and their units; a call that is forwarded goes on there, and one that
    dials at a menu. Those of them that are `users`' extensions are named. `outside` is how
    the account calls the public network.
    """
    return Simulator(programs, scenario, routes, outside, users).run(unit)


def simulate_outside(scenario: Scenario, outside: OutsideInfo, shown: str) -> End:
    """How a telephone's call ends that meets no callflow: it may go outside.

    `shown` is the number that is shown there.
    """
    call = Simulator({}, scenario, outside=outside)
    number = scenario.dialled
    cause = call.goes_out(number, shown)
    if call.end:
        return replace(call.end, text=f"{call.said} {call.end.text}")
    kind = "no-number" if cause == Cause.NOT_FOUND else "hung-up"
    return End(kind, call.said, call.now, cause=cause.value if cause else "")
