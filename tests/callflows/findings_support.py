"""What is found in a document, short enough to be compared in a line."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from callflows.checks import check
from callflows.document import parse
from callflows.snapshot_types import Snapshot
from tests.callflows.samples import SNAPSHOT


def found(
    document: Any, own: UUID | None = None, snapshot: Snapshot = SNAPSHOT
) -> list[tuple[str, str, str]]:
    """Code, path (joined by slashes) and subject of every finding."""
    findings = check(parse(document), snapshot, own)
    return [(f.code, "/".join(f.path), f.about) for f in findings]
