"""How many calls have passed modules of callflows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from pbxportal.lib import names
from telephony.models import CallStep, Publication
from telephony.models.record import StepKind
from tenants.actor import required
from tenants.refs import Paths
from tenants.units import Unit


def passed(places: Mapping[UUID, Paths], since: datetime) -> Mapping[UUID, int]:
    """Calls since then that passed any of the modules, by callflow; two queries.

    What was noted when a version was published tells which node was which module.
    """
    account = required().account
    wanted: dict[str, UUID] = {}
    found = Q(pk__in=())
    for publication in _publications(places, since):
        flow = UUID(publication.unit.key)
        paths = places[flow].get(publication.source, ())
        own = [node for node, at in publication.places.items() if tuple(at) in paths]
        if own:
            context = names.version_context(publication.unit.name, publication.version)
            wanted[context] = flow
            found |= Q(context=context, node__in=own)
    rows = CallStep.objects.filter(
        found, account=account, kind=StepKind.NODE, at__gte=since
    )
    calls: dict[UUID, set[tuple[str, str]]] = {flow: set() for flow in places}
    for context, pbx, linkedid in rows.values_list(
        "context", "pbx", "linkedid"
    ).distinct():
        calls[wanted[context]].add((pbx, linkedid))
    return {flow: len(met) for flow, met in calls.items()}


def _publications(places: Mapping[UUID, Paths], since: datetime) -> list[Publication]:
    """Those that calls can have met since then."""
    rows = Publication.objects.filter(
        Q(replaced_at=None) | Q(replaced_at__gte=since),
        unit__account=required().account,
        unit__kind=Unit.CALLFLOW,
        unit__key__in=[str(flow) for flow in places],
    )
    return list(rows.select_related("unit").defer("contexts"))
