"""What is kept of a call's sound."""

from __future__ import annotations

from dataclasses import dataclass

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import MediaInfo, WebAddressInfo


@dataclass(frozen=True)
class Record(Instruction):
    """Records both sides from here to the end of the call, in place of a recording
    that is under way.

    `talk_only` leaves out what is heard while nobody is connected. The sound goes to
    `address`, if there is one, and is kept here too if `keep`.
    """

    talk_only: bool = False
    address: WebAddressInfo | None = None
    keep: bool = True


@dataclass(frozen=True)
class StopRecord(Instruction):
    """Ends the recording, if there is one."""


@dataclass(frozen=True)
class Dictate(Instruction):
    """The caller speaks, and what they keep replaces the sound.

    `dropped` is for those who keep nothing: after TRIES questions without an answer.
    """

    sound: MediaInfo
    dropped: To
