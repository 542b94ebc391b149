"""Numbers that lead to a callflow of which nothing is live."""

from __future__ import annotations

from collections.abc import Iterator

from callflows.checks import Check, Subject
from callflows.findings import Finding


class NotLive(Check):
    """What a number leads to is published."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        around, own = subject.around, subject.own
        if own not in around.names or own in around.jumps:
            return
        numbers = [number for number, flow in around.numbers.items() if flow == own]
        if numbers:
            values = {"numbers": ", ".join(sorted(numbers))}
            yield Finding("not_live", (), "", values)
