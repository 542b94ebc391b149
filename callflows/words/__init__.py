"""A program in plain words: what happens to a call, exit by exit."""

from __future__ import annotations

from dataclasses import dataclass

from callflows.instructions import Path, Program
from callflows.words.call_center import CallCenter
from callflows.words.caller import Caller
from callflows.words.choice import Choice
from callflows.words.colleague import Colleague
from callflows.words.conference import Conference
from callflows.words.directory import FindByName
from callflows.words.fax import Fax
from callflows.words.feature import FeatureSwitch
from callflows.words.gateway import Gateway
from callflows.words.keys import Keys
from callflows.words.leave import CAUSES, Leave
from callflows.words.menus import Menus
from callflows.words.outside import Outside
from callflows.words.parking import Parking
from callflows.words.prompts import Prompts
from callflows.words.recording import Recording
from callflows.words.said import Exits
from callflows.words.sound import Sound
from callflows.words.speech import Speech
from callflows.words.team import Team
from callflows.words.values import Values

__all__ = ["CAUSES", "Line", "Speaker", "describe", "in_words"]


@dataclass(frozen=True)
class Line:
    """What happens in a block: how deep it stands below the root, and where it is.

    `when` is what leads there (“If nobody answers:”), `said` what happens then.
    """

    depth: int
    node: str
    path: Path
    when: str
    said: str

    @property
    def text(self) -> str:
        """Both in one sentence."""
        return f"{self.when} {self.said}".strip()


class Speaker(
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
    """Puts every instruction into words."""


def describe(program: Program) -> tuple[Line, ...]:
    """The program as sentences, each block under the exits that lead to it."""
    words = Speaker()
    lines: list[Line] = []
    waiting: list[tuple[int, str, str]] = [(0, "", program.entry)]
    while waiting:
        depth, when, name = waiting.pop()
        block = program.by_name[name]
        text, exits = words.block(block)
        lines.append(Line(depth, name, block.path, when, text))
        deeper = [(depth + 1, *exit) for exit in _together(program, exits)]
        waiting.extend(reversed(deeper))
    return tuple(lines)


def _together(program: Program, exits: Exits) -> list[tuple[str, str]]:
    """Exits to the same module as one: told for each, it would double with each module."""
    found: list[tuple[list[str], str]] = []
    modules: dict[str, list[str]] = {}
    for when, to in exits:
        if to.block in modules:
            modules[to.block].append(when)
            continue
        found.append(([when], to.block))
        if program.by_name[to.block].module:
            modules[to.block] = found[-1][0]
    return [(_either(whens), block) for whens, block in found]


def _either(whens: list[str]) -> str:
    """“Key 1:” and “Key 2:” as “Key 1 / Key 2:”."""
    *before, last = dict.fromkeys(whens)
    return " / ".join([*(when.removesuffix(":") for when in before), last])


def in_words(program: Program) -> str:
    """All sentences, one a line, indented by depth."""
    return "\n".join("  " * line.depth + line.text for line in describe(program))
