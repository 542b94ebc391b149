"""Which program compiles units: what another one has published is published anew.

A new version of the portal may make other dialplan of the same account, and units call
each other: those of two versions need not fit together.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
# What has a say in what nodes are sent.
SOURCES = (
    "callflows/*.py",
    "callflows/modules/**/*.py",
    "telephony/dialplan/**/*.py",
    "telephony/publish/*.py",
)


@cache
def digest() -> str:
    """Changes with the code of the compiler."""
    total = hashlib.sha256()
    for path in sorted({path for each in SOURCES for path in _ROOT.glob(each)}):
        total.update(path.relative_to(_ROOT).as_posix().encode() + b"\0")
        total.update(path.read_bytes() + b"\0")
    return total.hexdigest()[:16]
