"""What a telephone system can do with a call: the closed set that modules lower to.

Instructions are plain data. Each back end (dialplan, simulation, words) has a method
`emit_<Name>` for every member of `Instruction`; adding a member breaks them until they
have it. Operands are objects of the snapshot, so a back end can name what it handles;
whether their texts may leave for Asterisk is that back end's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import ClassVar, get_args
from uuid import UUID

from callflows.snapshot_types import CallflowInfo, DeviceInfo, MailboxInfo, MediaInfo
from callflows.time_rules import TimeRule

Path = tuple[str, ...]

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


class Greeting(StrEnum):
    """What a mailbox says before the tone."""

    UNAVAILABLE = "unavailable"
    BUSY = "busy"
    NONE = "none"


@dataclass(frozen=True)
class To:
    """Where an instruction leads: the name of a block of the program."""

    block: str


@dataclass(frozen=True)
class Mark:
    """Announces that the call is at this module now."""

    leaves: ClassVar[bool] = False


@dataclass(frozen=True)
class Answer:
    """Takes the call, unless it was taken before."""

    leaves: ClassVar[bool] = False


@dataclass(frozen=True)
class Play:
    """Plays a sound to its end."""

    sound: MediaInfo
    leaves: ClassVar[bool] = False


@dataclass(frozen=True)
class KeyCase:
    """A key that leads somewhere."""

    key: str
    to: To


@dataclass(frozen=True)
class Gather:
    """Asks for one key, several times if need be.

    A key may be pressed while the prompt plays. No key within `seconds` after it, or a
    key that no case has, costs one of the `tries`; after such a key `invalid` is
    played. When the tries are used up the last one decides: `no_key` or `other_key`.
    """

    prompt: MediaInfo | None
    invalid: MediaInfo | None
    seconds: int
    tries: int
    cases: tuple[KeyCase, ...]
    no_key: To
    other_key: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class Dial:
    """Rings devices together; who answers first gets the call, and it ends there.

    `whom` is the user or device that was asked for. With none of the devices
    registered the call goes to `unanswered` at once, otherwise after `seconds`, or when
    all of them have declined.
    """

    whom: UUID
    name: str
    devices: tuple[DeviceInfo, ...]
    seconds: int
    unanswered: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class Voicemail:
    """Takes a message. Control comes back when the caller ends the recording by key."""

    box: MailboxInfo
    greeting: Greeting
    leaves: ClassVar[bool] = False


@dataclass(frozen=True)
class TimeCase:
    """A rule of a time frame that leads somewhere."""

    rule: TimeRule
    name: str
    to: To


@dataclass(frozen=True)
class BranchOnTime:
    """The first case whose rule holds now, on the clock of `timezone`, decides."""

    timezone: str
    cases: tuple[TimeCase, ...]
    otherwise: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class Jump:
    """Goes on in the published version of another callflow.

    A call that did so more than MAX_HOPS times is ended.
    """

    callflow: CallflowInfo
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class Goto:
    """Goes on in another block."""

    to: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class HangUp:
    """Ends the call."""

    cause: Cause = Cause.NORMAL
    leaves: ClassVar[bool] = True


Instruction = (
    Mark
    | Answer
    | Play
    | Gather
    | Dial
    | Voicemail
    | BranchOnTime
    | Jump
    | Goto
    | HangUp
)
INSTRUCTIONS: tuple[type[Instruction], ...] = get_args(Instruction)


@dataclass(frozen=True)
class Block:
    """The instructions of one module of the document, or of an ending.

    Only the last instruction leaves the block. `path` is the module's address in the
    document; an ending has the address of the empty branch and no `module`.
    """

    name: str
    path: Path
    module: str
    body: tuple[Instruction, ...]


@dataclass(frozen=True)
class Program:
    """A callflow as instructions. Calls enter at the first block."""

    account: str
    blocks: tuple[Block, ...] = field(default_factory=tuple)

    @property
    def entry(self) -> str:
        """The name of the block at which calls enter."""
        return self.blocks[0].name

    @cached_property
    def by_name(self) -> Mapping[str, Block]:
        """The blocks by their names."""
        return {block.name: block for block in self.blocks}


def targets(instruction: Instruction) -> tuple[To, ...]:
    """Where the instruction may lead inside its program, in a fixed order."""
    match instruction:
        case Goto(to):
            return (to,)
        case Dial(unanswered=to):
            return (to,)
        case Gather(cases=cases, no_key=no_key, other_key=other_key):
            return (*(case.to for case in cases), no_key, other_key)
        case BranchOnTime(cases=times, otherwise=to):
            return (*(case.to for case in times), to)
        case _:
            return ()


def all_targets(blocks: Iterable[Block]) -> set[str]:
    """The names of all blocks that some instruction leads to."""
    return {to.block for b in blocks for op in b.body for to in targets(op)}
