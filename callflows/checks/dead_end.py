"""Exits that lead nowhere, at which the call ends."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.document import Node
from callflows.findings import Finding
from callflows.module import Branch


class DeadEnd(Check):
    """Every exit that callers are likely to take leads to a module.

    Keys of a menu without a module are ordinary; its other exits are not.
    """

    def run(self, subject: Subject) -> Iterator[Finding]:
        for node in subject.flow.nodes.values():
            if node.skip:
                continue
            for branch in _empty(node):
                name = branch.name(subject.snapshot)
                yield Finding("dead_end", node.path, branch.key, {"branch": name})


def _empty(node: Node) -> Iterator[Branch]:
    return (
        branch
        for branch in node.branches
        if not branch.optional
        and branch.key not in node.keys
        and not (node.module and branch.key in node.module.told_otherwise)
    )
