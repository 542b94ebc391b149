"""What goes wrong in words, and how progress is told."""

from __future__ import annotations

import sys


class StackError(Exception):
    """A fault that a person can understand and mend; shown without a traceback."""


def say(text: str) -> None:
    """Prints one line of progress at once, also into a pipe."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
