"""A callflow that no call gets into."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.findings import Finding


class NoEntry(Check):
    """A number or another callflow leads here. Asked only where the account is known."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        around = subject.around
        if subject.own in around.names and subject.own not in around.entered:
            yield Finding("no_entry", ())
