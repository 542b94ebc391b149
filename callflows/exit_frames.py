"""The time frames that are exits of a module, and their rules as calls are led by them."""

from __future__ import annotations

from callflows.document import Node
from callflows.snapshot_types import Snapshot, TimeFrameInfo
from callflows.time_rules import TimeRule, specificity


def exit_frames(node: Node, snapshot: Snapshot) -> list[TimeFrameInfo]:
    """Those of the module's exits; none if it has no exits of that kind, or is skipped."""
    module = node.module
    if module is None or node.skip:
        return []
    found = (
        snapshot.get(TimeFrameInfo, ref.id)
        for ref in module.references()
        if ref.field == module.exits_from
    )
    return [frame for frame in found if frame]


def ranked(frames: list[TimeFrameInfo]) -> list[tuple[TimeRule, TimeFrameInfo]]:
    """All their rules, the most specific first, as instructions have them."""
    pairs = [(rule, frame) for frame in frames for rule in frame.rules]
    return sorted(pairs, key=lambda pair: specificity(pair[0]))
