"""What a menu asks for: a key, or an extension."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.instructions.keys import KeyCase
from callflows.snapshot_types import MediaInfo
from callflows.time_rules import TimeRule


@dataclass(frozen=True)
class Welcome:
    """A sound that is played while a rule of a time frame holds."""

    rule: TimeRule
    frame: str
    sound: MediaInfo


@dataclass(frozen=True)
class Extensions:
    """What may be dialled: users' extensions or `all` numbers, of so many digits at most.

    The next digit must come within `seconds`.
    """

    all: bool
    digits: int
    seconds: int


@dataclass(frozen=True)
class AskMenu(Instruction):
    """Greets once in a call, then asks for a key or an extension of the account.

    The first of `welcomes` whose rule holds is played, else `welcome`; a call that comes
    back to the same menu (`key`, letters and digits) hears none. A key may be pressed at
    any time. When an extension begins with it, further digits are waited for until no
    longer number is possible; a single key has precedence over an extension of one digit.
    `repeat_key` costs no try. Otherwise it goes as with Gather, but `no_key` and
    `other_key` are taken at once, without further tries, if they are `…_at_once`. None as
    a target hangs up.
    """

    key: str
    timezone: str
    welcomes: tuple[Welcome, ...]
    welcome: MediaInfo | None
    prompt: MediaInfo | None
    again: MediaInfo | None
    invalid: MediaInfo | None
    seconds: int
    tries: int
    repeat_key: str
    extensions: Extensions | None
    cases: tuple[KeyCase, ...]
    no_key: To | None
    no_key_at_once: bool
    other_key: To | None
    other_key_at_once: bool
    leaves: ClassVar[bool] = True
