"""Who is told or asked outside of the telephone system."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import WebAddressInfo


class Notice(StrEnum):
    """What is told, and when."""

    # To a web address, at once.
    WEBHOOK = "webhook"
    # To a user by mail, when the call is over and nobody has answered it.
    MISSED = "missed"


@dataclass(frozen=True)
class Notify(Instruction):
    """Has somebody told about the call, which goes on without waiting for it."""

    notice: Notice
    target: UUID
    name: str


@dataclass(frozen=True)
class AnswerCase:
    """An answer that leads somewhere."""

    answer: str
    to: To


@dataclass(frozen=True)
class Ask(Instruction):
    """Asks a web address which way to go; no answer, or none of the cases: otherwise.

    The call waits, but no longer than the address's `seconds`.
    """

    address: WebAddressInfo
    cases: tuple[AnswerCase, ...]
    otherwise: To
    leaves: ClassVar[bool] = True
