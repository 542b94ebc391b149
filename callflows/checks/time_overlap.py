"""Time frames that hold at once, where no rule is the more specific one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from callflows.checks import Check, Subject
from callflows.document import Node
from callflows.findings import Finding
from callflows.snapshot_types import Snapshot, TimeFrameInfo
from callflows.time_rules import may_overlap, specificity


class TimeOverlap(Check):
    """Of two frames that hold at once, one is more specific."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        for node in subject.flow.nodes.values():
            for first, second in combinations(_frames(node, subject.snapshot), 2):
                if undecided(first, second):
                    values = {"first": first.name, "second": second.name}
                    about = str(second.id)
                    yield Finding("time_overlap", node.path, about, values)


def _frames(node: Node, snapshot: Snapshot) -> list[TimeFrameInfo]:
    if node.module is None or node.skip:
        return []
    found = (snapshot.get(TimeFrameInfo, ref.id) for ref in node.module.references())
    return [frame for frame in found if frame]


def undecided(first: TimeFrameInfo, second: TimeFrameInfo) -> bool:
    """Whether both hold at some time, and neither is the more exact one."""
    return any(
        specificity(one) == specificity(other) and may_overlap(one, other)
        for one in first.rules
        for other in second.rules
    )
