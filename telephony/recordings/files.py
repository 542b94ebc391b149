"""Files that Asterisk writes while a call goes on."""

from __future__ import annotations

import time
from pathlib import Path

# Asterisk writes the end of a file a moment after the call has ended.
QUIET = 2.0


def is_quiet(file: Path) -> bool:
    """Whether nothing is written to it any more; there may be no file."""
    return not file.is_file() or time.time() - file.stat().st_mtime > QUIET
