"""Finding people by the letters of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from callflows.instructions.base import Instruction, To
from callflows.snapshot_types import DirectoryInfo, MediaInfo

# Letters that a caller enters; `#` or a pause after fewer ends a shorter name.
LETTERS = 3
# Seconds between two letters.
PAUSE = 3
# Keys that leave the directory instead of beginning a name.
OPERATOR, LEAVE = "0", "*"


@dataclass(frozen=True)
class FindByName(Instruction):
    """Asks for the first letters of a name and goes on in the callflow of who is found.

    Who is found is announced by their recorded name, or else by their extension; key 1
    takes them, any other or none goes to the next. A single one is taken unasked if the
    directory does not `confirm`. No first letter within `seconds` after the prompt, or
    nobody found or taken, costs one of the `tries`.
    """

    directory: DirectoryInfo
    prompt: MediaInfo | None
    seconds: int
    tries: int
    operator: To
    nobody: To
    leaves: ClassVar[bool] = True
