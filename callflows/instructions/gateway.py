"""Calls that go out to the public network, and those that come in to do so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from callflows.instructions.base import Instruction, To

# Wrong PINs within a quarter of an hour, over all calls, before nobody is asked any more.
MOST_WRONG_PINS = 10


class Whose(StrEnum):
    """Whose number an outside telephone is shown."""

    # Whom the call comes from; the account's if that is no public number.
    CALLER = "caller"
    ACCOUNT = "account"


@dataclass(frozen=True)
class CallOutside(Instruction):
    """Calls a number of the public network, as the account's rules and carriers allow.

    Who answers gets the call, and it ends there. `failed` is for numbers that may not be
    called, or that nobody takes.
    """

    number: str
    whose: Whose
    seconds: int
    busy: To
    no_answer: To
    failed: To
    leaves: ClassVar[bool] = True


@dataclass(frozen=True)
class DialIn(Instruction):
    """Asks for the PIN ("": nobody is asked), then for a number, and calls it.

    The number is one of the account's, or an outside one under the account's rules. A
    wrong PIN may be tried again, `tries` times in all; after MOST_WRONG_PINS in a quarter
    of an hour every PIN is wrong. No key for `seconds` ends what is keyed in.
    """

    pin: str
    tries: int
    seconds: int
    wrong_pin: To
    no_number: To
    leaves: ClassVar[bool] = True
