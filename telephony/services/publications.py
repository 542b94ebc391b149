"""What was published where and when, to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callflows.models import Callflow
from telephony.models import Publication, PublishedUnit, State
from tenants.models import Account, OutboxEntry
from tenants.units import Unit

SHOWN = 10


@dataclass(frozen=True)
class Outcome:
    """How one publication went on one node; without a node when none was reached."""

    version: int
    source: str
    node: str
    state: str
    state_label: str
    when: datetime
    ms: int | None
    error: str


def of_callflow(account: Account, flow: Callflow) -> tuple[bool, list[Outcome]]:
    """Whether something is under way, and the newest outcomes."""
    whose = {"account": account, "kind": Unit.CALLFLOW, "key": str(flow.pk)}
    unit = PublishedUnit.objects.filter(**whose).first()
    if unit is None:
        return flow.live_id is not None, []
    rows = unit.publications.prefetch_related("nodes__node").defer("contexts")[:SHOWN]
    # What no worker has taken up yet is under way too.
    waiting = unit.wanted > unit.done or OutboxEntry.objects.filter(**whose).exists()
    return waiting, [outcome for row in rows for outcome in _outcomes(row)]


def _outcomes(publication: Publication) -> list[Outcome]:
    nodes = [
        _outcome(
            publication, entry.node.name, entry.state, entry.error, entry.milliseconds
        )
        for entry in publication.nodes.all()
    ]
    return nodes or [
        _outcome(publication, "", publication.state, publication.error, None)
    ]


def _outcome(
    publication: Publication, node: str, state: str, error: str, ms: float | None
) -> Outcome:
    bad = state in (State.FAILED, State.ROLLED_BACK, State.UNREACHABLE)
    if state == State.LIVE and publication.state == State.REPLACED:
        state = State.REPLACED
    return Outcome(
        version=publication.version,
        source=publication.source,
        node=node,
        state="failed" if bad else state,
        state_label=str(State(state).label),
        when=publication.finished_at or publication.started_at,
        ms=None if ms is None else round(ms),
        error=error or (publication.error if bad else ""),
    )


def as_dict(outcome: Outcome) -> dict[str, Any]:
    """An outcome as REST shows it."""
    return {
        "version": outcome.version,
        "source": outcome.source,
        "node": outcome.node,
        "state": outcome.state,
        "at": outcome.when,
        "milliseconds": outcome.ms,
        "error": outcome.error,
    }
