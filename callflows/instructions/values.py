"""What a call carries along: variables, what callers enter, and ways that part by it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import MediaInfo


@dataclass(frozen=True)
class SetVariable(Instruction):
    """The call's variable of that name holds the value from now on.

    An object is held by its id; `shown` is what people call the value.
    """

    name: str
    value: str
    shown: str


class Source(StrEnum):
    """What of a call is looked at."""

    VARIABLE = "variable"
    # Digits of the number that the call came with.
    CALLER = "caller"
    # The number that was dialled first.
    DIALLED = "dialled"


@dataclass(frozen=True)
class ValueCase:
    """A value that leads somewhere, and what people call it."""

    value: str
    shown: str
    to: To


@dataclass(frozen=True)
class BranchOnValue(Instruction):
    """The case whose value is exactly the call's decides.

    `name` is the variable's, empty for another source.
    """

    source: Source
    name: str
    cases: tuple[ValueCase, ...]
    otherwise: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class CollectDigits(Instruction):
    """Asks for digits and keeps them in a variable.

    `ends` is the key that ends them, "" for none; `most` of them, or `seconds` without a
    key, end them as well. Nothing entered costs one of the `tries`; after the last one
    the variable is empty.
    """

    name: str
    prompt: MediaInfo | None
    most: int
    ends: str
    seconds: int
    tries: int
    entered: To
    nothing: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class ShowVariable(Instruction):
    """Telephones that ring later show the digits that a variable holds as the caller's."""

    name: str
