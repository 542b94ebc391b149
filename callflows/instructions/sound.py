"""What a caller hears."""

from __future__ import annotations

from dataclasses import dataclass

from callflows.instructions.base import Instruction
from callflows.snapshot_types import MediaInfo


@dataclass(frozen=True)
class Answer(Instruction):
    """Takes the call, unless it was taken before."""


@dataclass(frozen=True)
class Play(Instruction):
    """Plays a sound to its end."""

    sound: MediaInfo
