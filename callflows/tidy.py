"""Makes a program smaller without changing what a call meets. Optional.

Endings are plain blocks that announce nothing, so equal ones are interchangeable.
Modules' blocks are never dropped: each is seen by the live path and the history.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from callflows.instructions import Block, Goto, Instruction, Program, To, all_targets


def tidy(program: Program) -> Program:
    """The same program with equal endings merged and jumps to endings replaced."""
    endings = {b.name: b for b in program.blocks if not b.module}
    first: dict[tuple[Instruction, ...], str] = {}
    for block in endings.values():
        first.setdefault(block.body, block.name)
    merged = {name: To(first[block.body]) for name, block in endings.items()}
    blocks = [
        replace(b, body=tuple(_tidy_op(op, merged, endings) for op in b.body))
        for b in program.blocks
    ]
    used = all_targets(blocks) | {program.entry}
    return replace(program, blocks=tuple(b for b in blocks if b.name in used))


def _tidy_op(
    op: Instruction, merged: Mapping[str, To], endings: Mapping[str, Block]
) -> Instruction:
    match op:
        case Goto(to) if to.block in endings:
            return endings[to.block].body[0]
        case _:
            return op.retargeted(lambda to: merged.get(to.block, to))
