"""Which callflows point at an object: where, which numbers lead there, how many calls.

Makes as many queries for many callflows as for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone

from callflows.document import Flow, parse
from callflows.instructions import Path
from callflows.jumps import Graph
from callflows.models import Callflow, CallflowVersion
from callflows.services import surroundings, usage
from callflows.services.documents import Documents, known, read
from callflows.services.outline import label
from callflows.snapshot_types import Snapshot
from tenants import refs

COUNTED = timedelta(days=7)


def callflows_using(kind: str, pk: UUID) -> Iterator[refs.Use]:
    """Callflows whose draft or live version points at the object or what holds it."""
    holders = usage.holders_of(pk)
    rows = Callflow.objects.using_object(pk, *holders).select_related("live")
    found = read(row for row in rows if not (kind == "callflow" and row.pk == pk))
    if not found:
        return
    objects = known(found)
    leading = _numbers()
    passed = _passed([each.row for each in found], {pk, *holders})
    for each in found:
        for target, places in _places(each, pk, holders, objects):
            yield refs.Use(
                each.row.name,
                "callflow",
                each.row.pk,
                places=places,
                numbers=leading(each.row.pk),
                calls=passed.get(each.row.pk),
                through=objects.objects[target].name if target != pk else "",
            )


def _places(
    each: Documents, pk: UUID, holders: Collection[UUID], known: Snapshot
) -> Iterator[tuple[UUID, tuple[refs.Place, ...]]]:
    """Where the object is pointed at; where it is not, but its holders are, each one.

    A callflow that only mentions the id where no setting is (in a module that is not
    known, say) has no place, and uses it all the same.
    """
    own = _pointing(each, {pk}, known)
    mentioned = str(pk) in f"{each.row.draft}{each.row.live and each.row.live.document}"
    if own or mentioned:
        yield pk, own
        return
    for holder in holders:
        if holder in known.objects and (places := _pointing(each, {holder}, known)):
            yield holder, places


def _pointing(
    each: Documents, ids: Collection[UUID], known: Snapshot
) -> tuple[refs.Place, ...]:
    states: dict[tuple[Path, str], list[str]] = defaultdict(list)
    for state, flow in each.states():
        for path in _paths(flow, ids):
            states[path, label(flow.nodes[path], known)].append(state)
    return tuple(
        refs.Place(path, name, tuple(found)) for (path, name), found in states.items()
    )


def _paths(flow: Flow, ids: Collection[UUID]) -> list[Path]:
    return [
        path
        for path, node in flow.nodes.items()
        if node.module and any(ref.id in ids for ref in node.module.references())
    ]


class _numbers:
    """The numbers from which a call can get to a callflow, also through others."""

    def __init__(self) -> None:
        around = surroundings.load()
        self._own: dict[UUID, list[str]] = defaultdict(list)
        for number, flow in around.numbers.items():
            self._own[flow].append(number)
        self._before = _backwards(around.jumps)

    def __call__(self, flow: UUID) -> tuple[str, ...]:
        found, waiting = {flow}, [flow]
        while waiting:
            before = self._before.get(waiting.pop(), set()) - found
            found |= before
            waiting += before
        return tuple(sorted(number for each in found for number in self._own[each]))


def _backwards(graph: Graph) -> Mapping[UUID, set[UUID]]:
    before: dict[UUID, set[UUID]] = defaultdict(set)
    for flow, own in graph.items():
        for jump in own:
            before[jump.target].add(flow)
    return before


def _passed(flows: list[Callflow], ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Calls of the last week that met one of the modules, on the version of then."""
    since = timezone.now() - COUNTED
    places: dict[UUID, dict[str, set[Path]]] = defaultdict(dict)
    for version in _versions(flows, since):
        if paths := set(_paths(parse(version.document), ids)):
            places[version.callflow_id][str(version)] = paths
    return refs.passed(places, since)


def _versions(flows: list[Callflow], since: datetime) -> Iterable[CallflowVersion]:
    """Those that a call can have met since."""
    rows = CallflowVersion.objects.filter(callflow__in=flows)
    first = (
        rows.filter(created_at__lt=since)
        .order_by()
        .values("callflow")
        .annotate(last=Max("number"))
    )
    oldest = Q(created_at__gte=since) | Q(pk__in=[flow.live_id for flow in flows])
    for row in first:
        oldest |= Q(callflow=row["callflow"], number=row["last"])
    return rows.filter(oldest)
