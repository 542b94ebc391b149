"""Whom a call seems to come from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.number_pattern import Part


class Showing(StrEnum):
    """How what telephones are shown of the caller is changed."""

    # The given name and number stand before those that are shown now.
    BEFORE_CURRENT = "before-current"
    # They stand before those that the call came with.
    BEFORE_ORIGINAL = "before-original"
    # They take their place; an empty one leaves it as it is.
    INSTEAD = "instead"
    # What the call came with is shown again.
    ORIGINAL = "original"


@dataclass(frozen=True)
class ShowCaller(Instruction):
    """Changes the name and number that are shown where the call rings later."""

    how: Showing
    name: str = ""
    number: str = ""


@dataclass(frozen=True)
class SetAlert(Instruction):
    """Telephones that ring later get this Alert-Info header; "" takes it back.

    SOURCE: RFC 3261, section 20.4; what a telephone makes of it, its manual says.
    """

    info: str


@dataclass(frozen=True)
class MatchCaller(Instruction):
    """Compares the number that the call came with, as digits without country code.

    `pattern` is one of `callflows.number_pattern`. Prefixes put before the number
    don't count.
    """

    pattern: Part
    written: str
    country_code: str
    match: To
    otherwise: To
    leaves: ClassVar[bool] = True
