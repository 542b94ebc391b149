"""Units that are no dialplan: an account's sections of Asterisk's configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from telephony.models import PublishedUnit
from telephony.nodes import NodeAddress
from telephony.publish import lamps, queues, voicemail
from telephony.publish.node import NodeLink
from telephony.publish.steps import Outcome, as_live, on_all
from tenants.models import Account
from tenants.units import Unit


@dataclass(frozen=True)
class Kind:
    """What is wanted as plain lists, how a node gets it, and whether it has it.

    `nothing` is what is wanted of an account that is deleted.
    """

    wanted: Callable[[Account], list[Any]]
    nothing: list[Any]
    bring: Callable[[NodeLink, str, list[Any]], None]
    holds: Callable[[NodeLink, str, list[Any]], bool]


KINDS: Mapping[str, Kind] = {
    Unit.VOICEMAIL: Kind(voicemail.wanted, [], voicemail.bring, voicemail.holds),
    Unit.LAMPS: Kind(lamps.wanted, [], lamps.bring, lamps.holds),
    Unit.QUEUES: Kind(queues.wanted, [[], [], []], queues.bring, queues.holds),
}


def wanted(unit: PublishedUnit) -> list[Any]:
    """What the nodes should hold of the unit; its account must be acted in."""
    kind = KINDS[unit.kind]
    return list(kind.nothing) if unit.account.deleted_at else kind.wanted(unit.account)


def publish(
    nodes: Sequence[NodeAddress], unit: PublishedUnit, contexts: list[Any]
) -> list[Outcome]:
    """Brings what is wanted to all nodes."""
    kind, slug = KINDS[unit.kind], unit.account.slug
    return as_live(on_all(nodes, lambda link: kind.bring(link, slug, contexts)))


def mend(link: NodeLink) -> list[str]:
    """Brings a node what it lacks; gives the names of the units."""
    units = PublishedUnit.objects.filter(kind__in=KINDS, live__isnull=False)
    mended = []
    for unit in units.select_related("account", "live"):
        kind, slug = KINDS[unit.kind], unit.account.slug
        if unit.live and not kind.holds(link, slug, unit.live.contexts):
            kind.bring(link, slug, unit.live.contexts)
            mended.append(unit.name)
    return mended
