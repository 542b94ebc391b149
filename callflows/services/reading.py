"""Versions of callflows as people read them: names, exits and sentences of each place.

A version's document never changes; what it points at has the names of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from callflows import snapshot
from callflows.document import Flow, parse
from callflows.instructions import Path
from callflows.lowering import lower
from callflows.models import CallflowVersion
from callflows.module import DEFAULT_BRANCH
from callflows.services.outline import exit_name
from callflows.snapshot_types import Snapshot
from callflows.words import Speaker
from tenants.actor import required

Wanted = tuple[UUID, int]


@dataclass(frozen=True)
class Reading:
    """A version of a callflow: its number, and where its name leads."""

    id: UUID
    name: str
    number: int
    flow: Flow
    snapshot: Snapshot

    def module(self, path: Path) -> str:
        """The module at a place; empty if there is none."""
        node = self.flow.nodes.get(path)
        return node.name if node else ""

    def label(self, path: Path) -> str:
        """What people call that module."""
        node = self.flow.nodes.get(path)
        if node is None or node.module is None:
            return self.module(path)
        return str(node.module.label)

    def caption(self, path: Path) -> str:
        """What the module is about, such as the name of the user."""
        node = self.flow.nodes.get(path)
        return node.module.caption(self.snapshot) if node and node.module else ""

    def exit_name(self, path: Path) -> str:
        """What people call the exit that leads to a path."""
        if path[:-1] in self.flow.nodes:
            name = exit_name(self.flow, self.snapshot, path)
            return name or (_("otherwise") if path[-1] == DEFAULT_BRANCH else path[-1])
        return path[-1]

    def text(self, path: Path) -> str:
        """What happens to a call there."""
        return self._sentences.get(path, "")

    @cached_property
    def _sentences(self) -> Mapping[Path, str]:
        words = Speaker()
        blocks = lower(self.flow, self.snapshot).blocks
        return {block.path: words.block(block)[0] for block in blocks if block.module}


def read(wanted: Iterable[Wanted]) -> Mapping[Wanted, Reading]:
    """The versions, by callflow and number; those that are gone are left out.

    Makes as many queries for many versions as for one.
    """
    wanted = set(wanted)
    rows = CallflowVersion.objects.filter(
        callflow__in={pk for pk, _ in wanted}, number__in={n for _, n in wanted}
    ).select_related("callflow")
    found = {(row.callflow_id, row.number): row for row in rows}
    parsed = {key: parse(found[key].document) for key in wanted & found.keys()}
    references = {ref for flow in parsed.values() for ref in flow.references}
    known = snapshot.load(required().account, references)
    return {
        (pk, number): Reading(pk, found[pk, number].callflow.name, number, flow, known)
        for (pk, number), flow in parsed.items()
    }
