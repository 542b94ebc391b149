"""Callflows with their documents read, many at a time.

Makes as many queries for many callflows as for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from callflows import snapshot
from callflows.document import Flow, parse
from callflows.models import Callflow
from callflows.snapshot_types import Snapshot
from tenants.actor import required

LIVE, DRAFT = "live", "draft"


@dataclass(frozen=True)
class Documents:
    """Draft and live version of a callflow, read; `live` is None if nothing is.

    They are the same object when nothing was changed since it went live.
    """

    row: Callflow
    draft: Flow
    live: Flow | None

    def states(self) -> Iterator[tuple[str, Flow]]:
        """Each of them with its name."""
        if self.live:
            yield LIVE, self.live
        yield DRAFT, self.draft


def read(rows: Iterable[Callflow]) -> list[Documents]:
    """The documents of callflows that were loaded with their live versions."""
    return [_read(row) for row in rows]


def _read(row: Callflow) -> Documents:
    draft = parse(row.draft)
    if row.live is None:
        return Documents(row, draft, None)
    same = row.live.document == row.draft
    return Documents(row, draft, draft if same else parse(row.live.document))


def known(found: Iterable[Documents]) -> Snapshot:
    """All that the documents point at."""
    references = {
        reference
        for each in found
        for _, flow in each.states()
        for reference in flow.references
    }
    return snapshot.load(required().account, references)
