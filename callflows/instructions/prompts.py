"""What the system itself says to a caller, and when it waits or refuses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from callflows.instructions.base import Instruction
from callflows.snapshot_types import MediaInfo


@dataclass(frozen=True)
class Pause(Instruction):
    """Waits."""

    seconds: int


@dataclass(frozen=True)
class Reject(Instruction):
    """Ends a call that nobody has taken with a SIP response of 4xx, 5xx or 6xx.

    The sound is played before it, without the call being answered. A call that was
    answered before just ends.
    """

    code: int
    sound: MediaInfo | None = None
    leaves: ClassVar[bool] = True
