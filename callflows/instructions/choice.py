"""Which way a call goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.time_rules import TimeRule


@dataclass(frozen=True)
class TimeCase:
    """A rule of a time frame that leads somewhere."""

    rule: TimeRule
    name: str
    to: To


@dataclass(frozen=True)
class BranchOnTime(Instruction):
    """The first case whose rule holds now, on the clock of `timezone`, decides."""

    timezone: str
    cases: tuple[TimeCase, ...]
    otherwise: To
    leaves: ClassVar[bool] = True
