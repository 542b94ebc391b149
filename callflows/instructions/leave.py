"""How a call gets from place to place, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import CallflowInfo

# A call that was passed on between callflows this often goes in circles.
MAX_HOPS = 20


class Cause(StrEnum):
    """Why a call is ended, as the caller's side is told."""

    NORMAL = "normal"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    UNAVAILABLE = "unavailable"
    REJECTED = "rejected"
    NOT_FOUND = "not-found"
    # Busy if the devices that rang last were busy, no answer otherwise.
    AS_DIALLED = "as-dialled"


@dataclass(frozen=True)
class Mark(Instruction):
    """Announces that the call is at this module now."""


@dataclass(frozen=True)
class Goto(Instruction):
    """Goes on in another block."""

    to: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class Jump(Instruction):
    """Goes on in the published version of another callflow.

    A call that did so more than MAX_HOPS times is ended.
    """

    callflow: CallflowInfo
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class HangUp(Instruction):
    """Ends the call."""

    cause: Cause = Cause.NORMAL
    leaves: ClassVar[bool] = True
