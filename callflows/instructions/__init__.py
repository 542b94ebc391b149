"""What a telephone system can do with a call: the closed set that modules lower to.

Instructions are plain data. Each back end (dialplan, simulation, words) has a method
`emit_<Name>` for every one of them; a new one breaks them until they have it. The back
ends are divided into the same families as this package. Operands are objects of the
snapshot, so a back end can name what it handles; whether their texts may leave for
Asterisk is that back end's business.
"""

from __future__ import annotations

from callflows.instructions.base import (
    Block,
    Instruction,
    Path,
    Program,
    To,
    all_targets,
)
from callflows.instructions.choice import BranchOnTime, TimeCase
from callflows.instructions.keys import Gather, KeyCase
from callflows.instructions.leave import MAX_HOPS, Cause, Goto, HangUp, Jump, Mark
from callflows.instructions.ring import Dial, Greeting, Voicemail
from callflows.instructions.sound import Answer, Play

INSTRUCTIONS: tuple[type[Instruction], ...] = tuple(Instruction.__subclasses__())

__all__ = [
    "INSTRUCTIONS",
    "MAX_HOPS",
    "Answer",
    "Block",
    "BranchOnTime",
    "Cause",
    "Dial",
    "Gather",
    "Goto",
    "Greeting",
    "HangUp",
    "Instruction",
    "Jump",
    "KeyCase",
    "Mark",
    "Path",
    "Play",
    "Program",
    "TimeCase",
    "To",
    "Voicemail",
    "all_targets",
]
