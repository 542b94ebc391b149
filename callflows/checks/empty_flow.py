"""A callflow in which nothing happens."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.findings import Finding


class EmptyFlow(Check):
    """There is at least one module."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        if not subject.flow.nodes:
            yield Finding("empty_flow", ())
