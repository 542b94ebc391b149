"""A simulated call: where it is, what time it is there, and what happened so far."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from callflows.instructions import MAX_HOPS, Block, Cause, Feature, Program, To
from callflows.outside_lines import Judged, OutsideInfo, judge
from callflows.public_numbers import LABELS
from callflows.simulation.scenario import End, Outcome, Ringing, Scenario, Step
from callflows.snapshot_types import MediaInfo

_WHY = {
    Outcome.BUSY: Cause.BUSY,
    Outcome.NO_ANSWER: Cause.NO_ANSWER,
    Outcome.OFFLINE: Cause.UNAVAILABLE,
}


class Call:
    """One call. A family adds an `emit_<Instruction>` for each of its instructions.

    It does what the instruction means and answers where the call goes on: To inside the
    program, a Block elsewhere, or None for the next instruction or a call that ended.
    """

    def __init__(
        self,
        programs: Mapping[str, Program],
        scenario: Scenario,
        routes: Mapping[str, str] = MappingProxyType({}),
        outside: OutsideInfo | None = None,
        users: Collection[str] = (),
    ) -> None:
        self.programs = programs
        self.routes = routes
        self.outside = outside or OutsideInfo()
        self.users = users
        # The menus whose greeting the call has had its chance to hear.
        self.greeted: set[str] = set()
        # What users have switched, by user and feature; the call may change it.
        self.states = {user: dict(set_) for user, set_ in scenario.states.items()}
        self.scenario = scenario
        self.keys = list(_key_presses(scenario.keys))
        self.now = scenario.at
        # What telephones that ring are shown.
        self.caller_name, self.caller_number = "", scenario.caller
        # Callflow variables by name.
        self.variables: dict[str, str] = {}
        # The state of the agent who calls; "" for somebody else.
        self.agent = scenario.agent
        self.unit = ""
        self.hops = 0
        # What the telephones said that rang last.
        self.dialled = Cause.NO_ANSWER
        self.steps: list[Step] = []
        self.end: End | None = None
        # The words of the instruction that the call is at.
        self._words: list[str] = []

    def walk(self, block: Block) -> Block | None:
        """Does what a block says; the block that comes next, None at the end."""
        if block.module and not block.part:
            step = Step(self.unit, block.name, block.path, block.module, "", self.now)
            self.steps.append(step)
        for instruction in block.body:
            emit: Callable[[Any], To | Block | None]
            emit = getattr(self, f"emit_{type(instruction).__name__}")
            unit, self._words = self.unit, []
            leads = emit(instruction)
            if leads or self.end:
                if isinstance(leads, To):
                    leads = self.programs[unit].by_name[leads.block]
                self._leave(block, leads)
                return None if self.end else leads
        return None

    def _leave(self, block: Block, leads: Block | None) -> None:
        """Notes on the step by which exit it was left, and what decided on that."""
        if not block.module or not self.steps:
            return
        here, there = block.path, leads.path if leads else ()
        below = there[: len(here)] == here and len(there) > len(here)
        exit = there[len(here)] if below else ""
        self._note(exit=exit, why=" ".join(self._words))

    def _note(self, **changes: Any) -> None:
        if self.steps:
            self.steps[-1] = replace(self.steps[-1], **changes)

    def is_kept_out(self) -> bool:
        """Ends the call of somebody outside who is on a blacklist.

        A caller of whom nothing is said gets through.
        """
        caller = self.scenario.caller
        inside = not caller or caller in self.users
        name = "" if inside else self.outside.refuses(caller)
        if name:
            text = _("The caller is on the blacklist “%(name)s”: the call is refused.")
            self.finish("hung-up", text % {"name": name}, cause=Cause.REJECTED.value)
        return bool(name)

    def enter(self, unit: str) -> Block | None:
        """The first block of a unit; the call ends if it is not live."""
        program = self.programs.get(unit)
        if program is None:
            self.finish("no-callflow", _("The callflow is not published."))
            return None
        self.unit = unit
        return program.blocks[0]

    def state(self, user: object, feature: Feature) -> str:
        """What the user has set the feature to; empty while it is off."""
        return self.states.get(str(user), {}).get(feature, "")

    def dial_again(self, number: str) -> Block | None:
        """Goes on where the account's number leads, as if the caller had dialled it."""
        self.hops += 1
        if self.hops > MAX_HOPS:
            self.finish("loop", _("The call goes in circles and is ended."))
            return None
        if number in self.routes:
            return self.enter(self.routes[number])
        if cause := self.goes_out(number, self.outside.caller_number):
            text = _("The call to %(number)s ends.") % {"number": number}
            self.finish("hung-up", text, cause=cause.value)
        return None

    def goes_out(self, number: str, shown: str) -> Cause | None:
        """Calls a number of the public network; why not, or None if it answers.

        `shown` is the number that is shown there.
        """
        found = judge(self.outside, number)
        values = {
            "number": number,
            "cls": LABELS[found.cls] if found.cls else "",
            "carrier": found.ways[0].name if found.ways else "",
            "shown": shown or _("no number"),
            "blacklist": found.blacklist,
        }
        if why := _not_called(found):
            text, cause = why
            self.say(text % values)
            return cause
        self.say(_("%(number)s is called by %(carrier)s and shown %(shown)s.") % values)
        outcome = self.scenario.outcomes.get(number, Outcome.ANSWER)
        if outcome == Outcome.ANSWER:
            text = _("%(number)s talks to the caller.") % values
            self.finish("answered", text, who=number)
        return _WHY.get(outcome)

    def enter_number(self, seconds: int) -> str:
        """What the caller enters until a `#`, or until no key comes for `seconds`."""
        entered = ""
        while (key := self.keys.pop(0) if self.keys else "") not in ("", "#"):
            entered += key
        if not key:
            self.wait(seconds)
        return entered

    def say(self, text: str) -> None:
        """Adds a sentence to the step that the call is at."""
        self._words.append(text)
        if self.steps:
            self._note(text=f"{self.steps[-1].text} {text}".strip())

    @property
    def said(self) -> str:
        """The sentences of where the call is."""
        return " ".join(self._words)

    def hears(self, sound: MediaInfo | None) -> None:
        """Notes that the caller hears a sound, if there is one."""
        if sound and self.steps:
            self._note(heard=(*self.steps[-1].heard, sound.name))

    def hears_prompts(self, *names: str) -> None:
        """Notes what the system itself says to the caller (`callflows.system_prompts`)."""
        if self.steps:
            self._note(prompts=(*self.steps[-1].prompts, *names))

    def rings(self, who: UUID, name: str, seconds: int) -> None:
        """Notes that somebody rings from now on, for so long unless it is answered."""
        caller = (self.caller_name, self.caller_number)
        ringing = Ringing(str(who), name, self.now, seconds, *caller)
        if self.steps:
            self._note(rings=(*self.steps[-1].rings, ringing))

    def finish(self, kind: str, text: str, who: str = "", cause: str = "") -> None:
        """Ends the call."""
        self.end = End(kind, text, self.now, who, cause)

    def wait(self, seconds: int) -> None:
        """Lets time go by."""
        self.now += timedelta(seconds=seconds)


def _key_presses(keys: tuple[str, ...]) -> list[str]:
    """Single keys: "12" is a 1 and a 2; "" stays, as a wait without a key."""
    return [key for entry in keys for key in (entry or ("",))]


def _not_called(found: Judged) -> tuple[str, Cause] | None:
    """Why a number outside is not even called, in words and for the caller's side."""
    if not found.e164:
        text = _("%(number)s is no number, neither inside nor outside.")
        return text, Cause.NOT_FOUND
    if found.blacklist:
        text = _("%(number)s is on the blacklist “%(blacklist)s”.")
        return text, Cause.REJECTED
    if not found.allowed:
        return _("The account may not call %(number)s (%(cls)s)."), Cause.REJECTED
    if not found.ways:
        return _("No carrier takes calls to %(number)s."), Cause.UNAVAILABLE
    return None
