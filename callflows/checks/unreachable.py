"""Modules that no call gets to."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.document import Node
from callflows.findings import Finding
from callflows.module import DEFAULT_BRANCH


class Unreachable(Check):
    """Every module hangs on an exit that the one before it has.

    Only the first unreachable module of a branch is named. Behind a module that is not
    valid nothing is said: its exits are not known.
    """

    def run(self, subject: Subject) -> Iterator[Finding]:
        for node in subject.flow.nodes.values():
            exits = _exits(node)
            for key in node.keys:
                if exits is not None and key not in exits:
                    yield Finding("unreachable", (*node.path, key))


def _exits(node: Node) -> set[str] | None:
    if node.skip:
        return {DEFAULT_BRANCH}
    if node.module is None:
        return None
    return {branch.key for branch in node.branches}
