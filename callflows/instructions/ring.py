"""Who is rung, and who takes a message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import DeviceInfo, MailboxInfo


class Greeting(StrEnum):
    """What a mailbox says before the tone."""

    UNAVAILABLE = "unavailable"
    BUSY = "busy"
    NONE = "none"


@dataclass(frozen=True)
class Dial(Instruction):
    """Rings devices together; who answers first gets the call, and it ends there.

    `whom` is the user or device that was asked for. With none of the devices
    registered the call goes to `unanswered` at once, otherwise after `seconds`, or when
    all of them have declined. A device whose owner does not want to be disturbed stays
    silent, as if it were busy.

    With `forwards`, `whom` is a user, and where they have forwarded their calls to goes
    before anything else, or before `unanswered`. With `auto_answer` the devices are
    asked to answer by themselves, on their loudspeakers.
    """

    whom: UUID
    name: str
    devices: tuple[DeviceInfo, ...]
    seconds: int
    unanswered: To
    forwards: bool = False
    auto_answer: bool = False
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class Voicemail(Instruction):
    """Takes a message. Control comes back when the caller ends the recording by key."""

    box: MailboxInfo
    greeting: Greeting
