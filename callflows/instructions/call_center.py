"""Waiting for an agent, and what agents do on their telephones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import QueueInfo


@dataclass(frozen=True)
class Enqueue(Instruction):
    """The caller waits until an agent answers; the call ends there.

    `seconds` is the longest wait, 0 for no limit. `full` and `empty` are for who may not
    wait, or no longer; `left` for who presses the queue's key; `otherwise` for a queue
    that Asterisk does not have.
    """

    queue: QueueInfo
    seconds: int
    timeout: To
    full: To
    empty: To
    left: To
    otherwise: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class BranchOnAgents(Instruction):
    """Whether an agent is free now, all are busy or paused, or none is logged in."""

    queue: QueueInfo
    available: To
    busy: To
    none: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class SetPriority(Instruction):
    """In queues, callers of a higher priority are answered first."""

    priority: int


class AgentChange(StrEnum):
    """What an agent does on the telephone."""

    LOG_IN = "in"
    LOG_OUT = "out"
    PAUSE = "pause"
    RESUME = "resume"
    # A pause, or the end of one.
    TOGGLE = "toggle"


class Confirmation(StrEnum):
    """What an agent hears then."""

    NONE = "none"
    BEEP = "beep"
    LOGGED_IN = "logged-in"
    LOGGED_OUT = "logged-out"


@dataclass(frozen=True)
class ChangeAgent(Instruction):
    """Changes the state of the agent who calls, in all of their queues.

    Who is no agent, or not logged in for what needs it, goes to `refused`.
    """

    change: AgentChange
    confirmation: Confirmation
    done: To
    refused: To
    reason: str = ""
    leaves: ClassVar[bool] = True
