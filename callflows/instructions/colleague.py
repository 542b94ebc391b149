"""What somebody does with the calls and lamps of others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import DeviceInfo


@dataclass(frozen=True)
class Admit(Instruction):
    """Only calls that come from one of the devices go on; all others to `refused`."""

    devices: tuple[DeviceInfo, ...]
    refused: To


@dataclass(frozen=True)
class AskPin(Instruction):
    """Only who enters the PIN goes on; after TRIES in vain it is `refused`."""

    pin: str
    refused: To


@dataclass(frozen=True)
class PickUp(Instruction):
    """Answers the call that rings at one of the devices; the call ends there.

    `nobody` is for when none of them rings.
    """

    name: str
    devices: tuple[DeviceInfo, ...]
    nobody: To
    leaves: ClassVar[bool] = True


class Hearing(StrEnum):
    """How somebody takes part in the call of others."""

    LISTEN = "listen"
    # Only the one whose telephone it is hears them.
    WHISPER = "whisper"
    # Both hear them.
    BARGE = "barge"
    # They choose and change by the keys 4, 5 and 6.
    KEYS = "keys"


@dataclass(frozen=True)
class Eavesdrop(Instruction):
    """Takes part in the call of the first of the devices that talks, until it is over.

    `nobody` is for when none of them talks.
    """

    name: str
    devices: tuple[DeviceInfo, ...]
    hearing: Hearing
    done: To
    nobody: To
    leaves: ClassVar[bool] = True


class Lamp(StrEnum):
    """What a lamp shows; toggling switches between on and off."""

    ON = "on"
    OFF = "off"
    RINGING = "ringing"
    TOGGLE = "toggle"


@dataclass(frozen=True)
class SetLamp(Instruction):
    """Switches the lamp of a number, on all telephones that watch it."""

    number: str
    shows: Lamp
