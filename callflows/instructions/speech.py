"""What the system's own voice says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from callflows.instructions.base import Instruction

# Asterisk counts in 32 bits.
LONGEST_NUMBER = 9
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Spoken(StrEnum):
    """How something is said."""

    DIGITS = "digits"
    NUMBER = "number"
    LETTERS = "letters"
    DATE = "date"
    TIME = "time"

    def of(self, text: str) -> str:
        """What of a text is said."""
        known = _DIGITS | _LETTERS if self == Spoken.LETTERS else _DIGITS
        said = "".join(each for each in text if each in known)
        return said[:LONGEST_NUMBER] if self == Spoken.NUMBER else said


@dataclass(frozen=True)
class Say(Instruction):
    """Says a value, or what a variable holds of it; date and time on a zone's clock."""

    what: Spoken
    value: str
    variable: str
    timezone: str


@dataclass(frozen=True)
class SetLanguage(Instruction):
    """The system speaks that language to the caller from now on.

    One of `callflows.prompt_languages`; what the account has replaced stays its own.
    """

    language: str
