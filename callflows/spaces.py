"""Whether a parking lot has the space that a module names."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from callflows.document import Node
from callflows.findings import Finding
from callflows.snapshot_types import ParkingLotInfo, Snapshot


def findings(
    lot: UUID, space: int | None, node: Node, snapshot: Snapshot
) -> Iterator[Finding]:
    """A finding if it does not; calls would never get there."""
    found = snapshot.get(ParkingLotInfo, lot)
    if found and space is not None and not found.has(str(space)):
        values = {"space": space, "first": found.first, "last": found.last}
        yield Finding("no_such_space", node.path, "space", values)
