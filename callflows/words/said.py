"""What an instruction says of itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from callflows.instructions import Block, To

# A sentence, then each exit as (when, where to).
Exits = list[tuple[str, To]]
Said = tuple[str, Exits]


class Words:
    """A family adds an `emit_<Instruction>` for each of its instructions."""

    def block(self, block: Block) -> Said:
        """A block's sentences together, and all of its exits."""
        texts, exits = [], []
        for instruction in block.body:
            emit: Callable[[Any], Said]
            emit = getattr(self, f"emit_{type(instruction).__name__}")
            text, more = emit(instruction)
            texts.append(text)
            exits.extend(more)
        return " ".join(text for text in texts if text), exits
