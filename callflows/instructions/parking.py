"""Calls that are left somewhere, and taken from there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import ParkingLotInfo


@dataclass(frozen=True)
class ParkCall(Instruction):
    """Leaves the call in a space of the lot: `space`, or the first free one.

    With `announce` who parks hears which space it is; a call that was transferred
    without a question does not, because the caller is alone there. `full` is for a lot
    or space that is taken. When nobody has taken the call within the lot's time, it
    rings whoever parked it, and then goes to `timeout`.
    """

    lot: ParkingLotInfo
    space: int | None
    announce: bool
    full: To
    timeout: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class RetrieveCall(Instruction):
    """Takes the call that is parked in a space, and talks to it; the call ends there.

    Without a `space` it is the number that was dialled, if that is one of the lot's;
    otherwise the caller is asked, and has `seconds` for each key. `nobody` is for a
    space in which there is no call.
    """

    lot: ParkingLotInfo
    space: int | None
    seconds: int
    nobody: To
    leaves: ClassVar[bool] = True
