"""A simulated call: where it is, what time it is there, and what happened so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from callflows.instructions import Block, Cause, Program, To
from callflows.simulation.scenario import End, Scenario, Step


class Call:
    """One call. A family adds an `emit_<Instruction>` for each of its instructions.

    It does what the instruction means and answers where the call goes on: To inside the
    program, a Block elsewhere, or None for the next instruction or a call that ended.
    """

    def __init__(self, programs: Mapping[str, Program], scenario: Scenario) -> None:
        self.programs = programs
        self.scenario = scenario
        self.keys = list(_key_presses(scenario.keys))
        self.now = scenario.at
        # What telephones that ring are shown.
        self.caller_name, self.caller_number = "", scenario.caller
        # Callflow variables by name.
        self.variables: dict[str, str] = {}
        self.unit = ""
        self.hops = 0
        # What the telephones said that rang last.
        self.dialled = Cause.NO_ANSWER
        self.steps: list[Step] = []
        self.end: End | None = None

    def walk(self, block: Block) -> Block | None:
        """Does what a block says; the block that comes next, None at the end."""
        if block.module:
            step = Step(self.unit, block.name, block.path, block.module, "", self.now)
            self.steps.append(step)
        for instruction in block.body:
            emit: Callable[[Any], To | Block | None]
            emit = getattr(self, f"emit_{type(instruction).__name__}")
            leads = emit(instruction)
            if self.end or isinstance(leads, Block):
                return leads if isinstance(leads, Block) else None
            if leads:
                return self.programs[self.unit].by_name[leads.block]
        return None

    def enter(self, unit: str) -> Block | None:
        """The first block of a unit; the call ends if it is not live."""
        program = self.programs.get(unit)
        if program is None:
            self.finish("no-callflow", _("The callflow is not published."))
            return None
        self.unit = unit
        return program.blocks[0]

    def say(self, text: str) -> None:
        """Adds a sentence to the step that the call is at."""
        if self.steps:
            last = self.steps[-1]
            self.steps[-1] = replace(last, text=f"{last.text} {text}".strip())

    def finish(self, kind: str, text: str, who: str = "", cause: str = "") -> None:
        """Ends the call."""
        self.end = End(kind, text, self.now, who, cause)

    def wait(self, seconds: int) -> None:
        """Lets time go by."""
        self.now += timedelta(seconds=seconds)


def _key_presses(keys: tuple[str, ...]) -> list[str]:
    """Single keys: "12" is a 1 and a 2; "" stays, as a wait without a key."""
    return [key for entry in keys for key in (entry or ("",))]
