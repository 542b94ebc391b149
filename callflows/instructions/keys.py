"""What a caller is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import MediaInfo


@dataclass(frozen=True)
class KeyCase:
    """A key that leads somewhere."""

    key: str
    to: To


@dataclass(frozen=True)
class Gather(Instruction):
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
