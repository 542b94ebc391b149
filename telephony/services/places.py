"""Which place of which callflow a node of Asterisk's dialplan is.

What was noted when a context was published tells it. Lowering the document again would
not do: what it points at may have changed since, and with it the names of the nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from callflows.instructions import Path
from callflows.models import Callflow
from callflows.services import reading
from callflows.services.reading import Reading, Wanted
from pbxportal.lib.names import version_context
from telephony.models import Publication
from tenants.models import Account
from tenants.units import Unit

CONTEXT = re.compile(r"(.+)-v([0-9]{1,9})")
Row = Mapping[str, Any]
SOURCE = re.compile(r"v([0-9]{1,9})")


@dataclass(frozen=True)
class Place:
    """Where a node stands: the version of its callflow, and the path in its document.

    `version` and `path` are None when nobody knows, `read` when the callflow is gone.
    """

    version: int | None = None
    path: Path | None = None
    read: Reading | None = None

    @property
    def shown(self) -> bool:
        """Whether there is a document that has this place."""
        return self.read is not None and self.path in self.read.flow.nodes


class Places:
    """The places of all nodes of some contexts, read in a constant number of queries."""

    def __init__(self, account: Account, contexts: Iterable[str]) -> None:
        self._published = _publications(account, set(contexts))
        wanted = {key for row in self._published.values() if (key := _wanted(row))}
        self._read = reading.read(wanted)

    def find(self, context: str, node: str) -> Place:
        """The place of a node, as far as it is known."""
        row = self._published.get(context)
        if row is None:
            return Place()
        path = row["places"].get(node)
        key = _wanted(row)
        return Place(
            key[1] if key else None,
            None if path is None else tuple(path),
            self._read.get(key) if key else None,
        )


def _publications(account: Account, contexts: set[str]) -> Mapping[str, Row]:
    named = [match.groups() for c in contexts if (match := CONTEXT.fullmatch(c))]
    rows = Publication.objects.filter(
        unit__account=account,
        unit__kind=Unit.CALLFLOW,
        unit__name__in={unit for unit, _ in named},
        version__in={int(version) for _, version in named},
    ).values("unit__name", "unit__key", "version", "source", "places")
    found: dict[str, Row] = {
        version_context(row["unit__name"], row["version"]): row for row in rows
    }
    return {context: found[context] for context in contexts & found.keys()}


def _wanted(row: Row) -> Wanted | None:
    match = SOURCE.fullmatch(row["source"])
    return (UUID(row["unit__key"]), int(match[1])) if match else None


def of_callflow(account: Account, flow: Callflow) -> dict[str, Any]:
    """Where calls can be in a callflow now: its unit, the live version's number, and the
    places of the nodes of each context that calls may still be in."""
    rows = Publication.objects.filter(
        unit__account=account,
        unit__kind=Unit.CALLFLOW,
        unit__key=str(flow.pk),
        collected=False,
    ).values("unit__name", "unit__key", "version", "source", "places")
    contexts = {}
    for row in rows:
        key = _wanted(row)
        name = version_context(row["unit__name"], row["version"])
        contexts[name] = {"version": key[1] if key else None, "nodes": row["places"]}
    return {
        "unit": flow.unit(account.slug),
        "version": flow.live.number if flow.live else None,
        "contexts": contexts,
    }
