"""What people switch on and off by telephone: do not disturb, call forwarding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from callflows.instructions.base import Instruction, To


class Feature(StrEnum):
    """What is kept of a user; its values are keys of AstDB and names in REST."""

    DO_NOT_DISTURB = "do_not_disturb"
    FORWARD_ALWAYS = "forward_always"
    FORWARD_BUSY = "forward_busy"
    FORWARD_NO_ANSWER = "forward_no_answer"


# What a feature without a number is set to.
ON = "1"


class Switch(StrEnum):
    """What is done to a feature. Toggling looks at how it is."""

    ON = "on"
    OFF = "off"
    TOGGLE = "toggle"


@dataclass(frozen=True)
class SwitchFeature(Instruction):
    """Switches a feature of the user from whose telephone the call comes, audibly.

    It is set to `value`; None asks the caller to enter a number, which a `#` or
    `seconds` without a key end. Without one the call goes to `no_number`, and a call
    that comes from no user's telephone to `nobody`; nothing is changed then.
    """

    feature: Feature
    switch: Switch
    value: str | None
    seconds: int
    done: To
    no_number: To
    nobody: To
    leaves: ClassVar[bool] = True
