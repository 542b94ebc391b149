"""A callflow that goes to itself."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.findings import Finding


class Loop(Check):
    """No module leads to the callflow that it is in.

    Circles over several callflows are ended when a call runs into them: each callflow
    is published alone, so no check of one could be sure of the others.
    """

    def run(self, subject: Subject) -> Iterator[Finding]:
        for node in subject.flow.nodes.values():
            if node.module is None or node.skip:
                continue
            for ref in node.module.references():
                if ref.kind == "callflow" and ref.id == subject.own:
                    yield Finding("loop", node.path, ref.field)
