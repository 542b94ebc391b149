"""Several people at once: rung as a group, or spoken to through their loudspeakers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import DeviceInfo

# More could not be named in one Dial() of Asterisk.
MOST_PARTIES = 100


class Order(StrEnum):
    """Who of a group rings when."""

    TOGETHER = "together"
    IN_ORDER = "in_order"
    # In an order that is drawn for each call; who weighs more tends to be earlier.
    WEIGHTED = "weighted"


@dataclass(frozen=True)
class Party:
    """A user or device of a group. Seconds: `delay` before it rings, `seconds` it rings."""

    id: UUID
    name: str
    devices: tuple[DeviceInfo, ...]
    delay: int = 0
    seconds: int = 20
    weight: int = 1


@dataclass(frozen=True)
class DialGroup(Instruction):
    """Rings the parties, `rounds` times over; who answers first gets the call.

    Together, delays count from the beginning; otherwise from the end of the party
    before. A party without a registered device is passed by without a delay. The call
    goes to `unanswered` when all have declined or their time is over.
    """

    name: str
    parties: tuple[Party, ...]
    order: Order
    rounds: int
    unanswered: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class Page(Instruction):
    """Devices answer by themselves and hear the caller, until the caller hangs up.

    With none of them registered the call goes to `nobody`. A device that has not
    answered after `seconds` is left out. `two_way`: all hear each other.
    """

    name: str
    devices: tuple[DeviceInfo, ...]
    two_way: bool
    beep: bool
    seconds: int
    nobody: To
    leaves: ClassVar[bool] = True
