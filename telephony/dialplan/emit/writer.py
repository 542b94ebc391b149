"""What all families of instructions are written with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from callflows import instructions as op
from callflows.instructions import To
from telephony.dialplan import text
from telephony.dialplan.text import Safe, code

# An application with its arguments.
Line = tuple[str, tuple[Safe, ...]]

ONE = code("1")


class Writer:
    """Writes the blocks of one program into one context.

    A family adds an `emit_<Instruction>` for each of its instructions.
    """

    def __init__(self, context: str, account: str) -> None:
        self.context = text.name(context)
        self.account = text.name(account)
        self.here = Safe("")
        # Extensions that a block needs besides its own, by what is added to its name.
        self.beside: dict[Safe, list[Line]] = {}

    def block(self, block: op.Block) -> list[Line]:
        """The lines of a block, from priority 1 on."""
        self.here = text.name(block.name)
        self.beside = {}
        lines: list[Line] = []
        for instruction in block.body:
            emit: Callable[[Any, int], Iterable[Line]]
            emit = getattr(self, f"emit_{type(instruction).__name__}")
            lines.extend(emit(instruction, len(lines) + 1))
        return lines

    def put_beside(self, suffix: Safe, lines: list[Line]) -> Safe:
        """Adds an extension beside the block's own; its name."""
        extension = code("%s%s", self.here, suffix)
        self.beside[extension] = lines
        return extension

    def jump(self, to: To) -> list[Line]:
        """Goes on in another block."""
        return [("Goto", (at(to), ONE))]


def at(to: To) -> Safe:
    """The extension of a block."""
    return text.name(to.block)
