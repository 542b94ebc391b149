"""What is asked of a simulated call, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from callflows.instructions import Path


class Outcome(StrEnum):
    """What a device or user does when it rings."""

    ANSWER = "answer"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    OFFLINE = "offline"


@dataclass(frozen=True)
class Scenario:
    """A call. `keys` are what the caller presses, in turn; "" is a wait for nothing.

    After the last key the caller presses none. `outcomes` are by id of a device or of a
    user (which then counts for all of its devices); whoever is not named answers.
    """

    dialled: str
    caller: str
    at: datetime
    keys: tuple[str, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """The call at one module: where, what happens there, and when it got there."""

    unit: str
    node: str
    path: Path
    module: str
    text: str
    at: datetime

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {
            "unit": self.unit,
            "node": self.node,
            "path": list(self.path),
            "module": self.module,
            "text": self.text,
            "at": self.at.isoformat(),
        }


@dataclass(frozen=True)
class End:
    """How the call ended: `answered`, `voicemail`, `hung-up`, `no-callflow` or `loop`.

    `who` is the id of the user, device or mailbox that got the call; `cause` is given
    for a call that was hung up.
    """

    kind: str
    text: str
    at: datetime
    who: str = ""
    cause: str = ""

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {
            "kind": self.kind,
            "text": self.text,
            "at": self.at.isoformat(),
            "who": self.who,
            "cause": self.cause,
        }


@dataclass(frozen=True)
class Trace:
    """All that happened to a call, in order."""

    steps: tuple[Step, ...]
    end: End

    @property
    def nodes(self) -> tuple[tuple[str, str], ...]:
        """Unit and node of every step: what a real call announces by its marks."""
        return tuple((step.unit, step.node) for step in self.steps)

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {"steps": [s.as_json() for s in self.steps], "end": self.end.as_json()}
