"""What is asked of a simulated call, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from callflows.instructions import Feature, Path


class Outcome(StrEnum):
    """What a device or user does when it rings."""

    ANSWER = "answer"
    BUSY = "busy"
    NO_ANSWER = "no-answer"
    OFFLINE = "offline"


class Agents(StrEnum):
    """What the agents of a queue do."""

    AVAILABLE = "available"
    BUSY = "busy"
    NONE = "none"


class Activity(StrEnum):
    """What somebody's telephone does while the call comes in."""

    RINGING = "ringing"
    TALKING = "talking"


@dataclass(frozen=True)
class QueueScenario:
    """How it is in a queue: an agent answers after `wait` seconds if one is available.

    `full` when there are too many callers; `key_after` so many seconds the caller presses
    the key that leaves the queue.
    """

    agents: Agents = Agents.AVAILABLE
    wait: int = 0
    full: bool = False
    key_after: int | None = None


@dataclass(frozen=True)
class LotScenario:
    """How it is in a parking lot: the spaces in which calls are parked.

    Somebody takes the call that is parked now `taken_after` so many seconds.
    """

    parked: tuple[int, ...] = ()
    taken_after: int | None = None


@dataclass(frozen=True)
class Scenario:
    """A call. `keys` are what the caller presses, in turn; "" is a wait for nothing.

    After the last key the caller presses none. `outcomes` are by id of a device or of a
    user (which then counts for all of its devices); whoever is not named answers.
    `answers` are what web addresses say, by their id; whoever is not named says nothing.
    `queues` are by id; who is not named has free agents, if it has any. `agent` is the
    state of the agent who calls ("in", "out" or "paused"), "" for somebody else.
    `lots` are parking lots by id; who is not named is empty, and nobody takes a call.
    `activity` is what telephones do meanwhile, by id of a device or of its user.
    `states` are what users have switched, by their ids, and `calling_user` is the id of
    the one who calls, if it is one.
    """

    dialled: str
    caller: str
    at: datetime
    keys: tuple[str, ...] = ()
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    queues: Mapping[str, QueueScenario] = field(default_factory=dict)
    agent: str = ""
    states: Mapping[str, Mapping[Feature, str]] = field(default_factory=dict)
    calling_user: str = ""
    lots: Mapping[str, LotScenario] = field(default_factory=dict)
    activity: Mapping[str, Activity] = field(default_factory=dict)


@dataclass(frozen=True)
class Ringing:
    """Somebody who rings: since when, for how long, and which caller is shown."""

    who: str
    name: str
    at: datetime
    seconds: int
    caller_name: str
    caller_number: str

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {**asdict(self), "at": self.at.isoformat()}


@dataclass(frozen=True)
class Step:
    """The call at one module: where, what happens there, and when it got there.

    `exit` is the branch by which it left; `why` are the words of `text` that tell what
    decided on it. `heard` are names of sounds, `prompts` those of what the system says
    besides, `rings` are those who rang.
    """

    unit: str
    node: str
    path: Path
    module: str
    text: str
    at: datetime
    exit: str = ""
    why: str = ""
    heard: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    rings: tuple[Ringing, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {
            "unit": self.unit,
            "node": self.node,
            "path": list(self.path),
            "module": self.module,
            "text": self.text,
            "at": self.at.isoformat(),
            "exit": self.exit,
            "why": self.why,
            "heard": list(self.heard),
            "rings": [ringing.as_json() for ringing in self.rings],
        }


@dataclass(frozen=True)
class End:
    """How the call ended: `answered`, `voicemail`, `fax`, `waiting`, `retrieved` (from a
    parking lot), `picked-up`, `own-mailbox`, `hung-up`, `no-callflow`, `no-number` or
    `loop`.

    `who` is the id of the user, device, queue or mailbox that got the call; `cause` is given
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
