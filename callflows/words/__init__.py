"""A program in plain words: what happens to a call, exit by exit."""

from __future__ import annotations

from dataclasses import dataclass

from callflows.instructions import Path, Program
from callflows.words.choice import Choice
from callflows.words.keys import Keys
from callflows.words.leave import CAUSES, Leave
from callflows.words.ring import Ring
from callflows.words.sound import Sound

__all__ = ["CAUSES", "Line", "Speaker", "describe", "in_words"]


@dataclass(frozen=True)
class Line:
    """A sentence about a block: how deep it stands below the root, and where it is."""

    depth: int
    node: str
    path: Path
    text: str


class Speaker(Sound, Keys, Ring, Choice, Leave):
    """Puts every instruction into words."""


def describe(program: Program) -> tuple[Line, ...]:
    """The program as sentences, each block under the exit that leads to it."""
    words = Speaker()
    lines: list[Line] = []
    waiting: list[tuple[int, str, str]] = [(0, "", program.entry)]
    while waiting:
        depth, when, name = waiting.pop()
        block = program.by_name[name]
        text, exits = words.block(block)
        lines.append(Line(depth, name, block.path, f"{when} {text}".strip()))
        deeper = [(depth + 1, when, to.block) for when, to in exits]
        waiting.extend(reversed(deeper))
    return tuple(lines)


def in_words(program: Program) -> str:
    """All sentences, one a line, indented by depth."""
    return "\n".join("  " * line.depth + line.text for line in describe(program))
