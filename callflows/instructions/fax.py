"""What fax machines send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from callflows.instructions.base import Instruction
from callflows.snapshot_types import FaxBoxInfo


@dataclass(frozen=True)
class ReceiveFax(Instruction):
    """Receives a fax for the box and ends the call, whether one has come or not."""

    box: FaxBoxInfo
    leaves: ClassVar[bool] = True
