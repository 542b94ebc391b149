"""Calls that leave to the outside without anybody having said who they are."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.document import Flow
from callflows.findings import Finding
from callflows.instructions import Path


class DialsOut(Check):
    """A module that dials out asks who is calling, or one before it has asked."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        for path, node in subject.flow.nodes.items():
            module = node.module
            if module is None or node.skip or not module.dials_out:
                continue
            if not _authenticated(subject.flow, path):
                yield Finding("dials_out", path)


def _authenticated(flow: Flow, path: Path) -> bool:
    way = (flow.nodes[path[:length]] for length in range(len(path) + 1))
    return any(n.module and not n.skip and n.module.authenticated() for n in way)
