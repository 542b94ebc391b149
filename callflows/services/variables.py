"""What the variables of calls may hold: all that live callflows put into them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import replace as with_changes
from typing import Any
from uuid import UUID

from callflows import snapshot
from callflows.document import Flow, parse
from callflows.models import Callflow
from callflows.services.remembered import OfVersions
from callflows.snapshot_types import Given, Snapshot
from tenants.actor import required
from tenants.units import Unit, touch


@dataclass(frozen=True)
class Usage:
    """What a version puts into variables, and what it looks for in them."""

    given: frozenset[Given] = frozenset()
    taken: frozenset[tuple[str, str]] = frozenset()


def load(flow: Flow, own: UUID | None = None) -> Snapshot:
    """What a flow points at, and what the variables may hold that it looks at.

    `own` is the callflow's id: what its live version sets does not count, the flow itself
    does. Without variables no query more than the snapshot's own.
    """
    names = {name for name, _ in flow.taken}
    if not names:
        return snapshot.load(required().account, flow.references)
    others = (usage for pk, usage in live().items() if pk != own)
    all_given = flow.given.union(*(usage.given for usage in others))
    given = frozenset(each for each in all_given if each.name in names)
    held = {(g.kind, g.id) for g in given if g.id and (g.name, g.kind) in flow.taken}
    known = snapshot.load(required().account, flow.references | held)
    return with_changes(known, given=given)


def live() -> dict[UUID, Usage]:
    """What the live callflows of the account do with variables; two queries at most."""
    rows = Callflow.objects.exclude(live=None).values_list("pk", "live_id")
    versions = {pk: version for pk, version in rows if version}
    known = _remembered.of(versions.values())
    return {pk: known[version] for pk, version in versions.items()}


def usage(document: Any) -> Usage:
    """What a document does with variables."""
    flow = parse(document)
    return Usage(flow.given, flow.taken)


_remembered = OfVersions(usage)


def touch_takers(changed: Iterable[Given], but: UUID | None = None) -> None:
    """Publishes again the live callflows that look for such values, except one."""
    wanted = {(given.name, given.kind) for given in changed}
    if not wanted:
        return
    takers = (pk for pk, usage in live().items() if usage.taken & wanted)
    for pk in sorted(takers):
        if pk != but:
            touch(Unit.CALLFLOW, pk)
