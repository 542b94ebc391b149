"""Who talks to many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import ConferenceInfo

# Of a number and of a PIN.
TRIES = 3


@dataclass(frozen=True)
class Confer(Instruction):
    """Lets the caller into a conference, where the call ends.

    With `ask` it asks first which of the conferences, by number; otherwise there is
    one. Where there are PINs it asks for one, which also tells whether the caller is a
    moderator; an empty one is a member's if members have none. After TRIES in vain the
    call goes to `unknown` or `wrong_pin`, and to `full` if there is no place.
    """

    conferences: tuple[ConferenceInfo, ...]
    ask: bool
    unknown: To
    wrong_pin: To
    full: To
    leaves: ClassVar[bool] = True
