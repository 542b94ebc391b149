"""References to what the account does not have."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.findings import Finding


class UnknownTarget(Check):
    """All that a module points at exists in the account."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        for node in subject.flow.nodes.values():
            if node.module is None or node.skip:
                continue
            for ref in node.module.references():
                if subject.snapshot.find(ref.kind, ref.id) is None:
                    title = node.module.Settings.model_fields[ref.field].title
                    values = {"title": title or ref.field}
                    yield Finding("unknown_target", node.path, ref.field, values)
