"""Bringing one node up to date after it was away or started again."""

from __future__ import annotations

import logging

from callflows.dialling import OWN_MAILBOX
from pbxportal.lib import locks
from telephony import nodes
from telephony.dialplan import outbound
from telephony.models import Node, NodePublication, PublishedUnit, State
from telephony.publish import agents, settings, states, steps
from telephony.publish.node import NodeLink
from telephony.publish.run import from_json
from tenants.units import Unit

# What every unit of a kind has: looking at it tells whether the unit is loaded.
FIRST: dict[str, str] = {
    Unit.CALLFLOW: "n0",
    Unit.ROUTES: OWN_MAILBOX,
    Unit.AGENT: "in",
    Unit.OUTBOUND: outbound.ENTRY,
}

log = logging.getLogger(__name__)


def mend(name: str) -> list[str]:
    """Makes the node's pointers, contexts and mailboxes what they should be.

    Gives the names of the units that were mended. Cheap when nothing is wrong: one list
    of pointers, one look at each entry, one window of answers.
    """
    address = nodes.find(name)
    link = NodeLink.connect(address)
    try:
        mended = _mend_dialplan(link)
        mended += states.mend(link)
        _drop_strangers(link)
        link.expire_all()
        agents.read_states(link)
        mended += settings.mend(link)
    finally:
        link.close()
    if mended:
        log.info("%s: mended %s", name, ", ".join(mended))
    return mended


def _live_units() -> list[PublishedUnit]:
    units = PublishedUnit.objects.filter(live__isnull=False).exclude(
        kind__in=settings.KINDS
    )
    return list(units.select_related("live").defer("live__contexts"))


def _mend_dialplan(link: NodeLink) -> list[str]:
    units = _live_units()
    pointers = link.pointers()
    entries = [steps.entry(unit.name, unit.live.version) for unit in units if unit.live]
    loaded = link.has(
        [(entry, FIRST[unit.kind]) for unit, entry in zip(units, entries, strict=True)]
    )
    wrong = [
        unit
        for unit, entry, there in zip(units, entries, loaded, strict=True)
        if not there or pointers.get(unit.name) != entry
    ]
    return [unit.name for unit in wrong if _bring(link, unit)]


def _bring(link: NodeLink, unit: PublishedUnit) -> bool:
    with locks.try_lock(locks.PUBLISH, unit.pk) as held:
        if not held:
            return False  # A worker is publishing it to all nodes, to this one as well.
        unit.refresh_from_db()
        if unit.live is None:
            return False
        steps.bring(link, unit.name, unit.live.version, from_json(unit.live.contexts))
        link.point(unit.name, steps.entry(unit.name, unit.live.version))
        NodePublication.objects.update_or_create(
            publication=unit.live,
            node=Node.objects.get(name=link.address.name),
            defaults={"state": State.LIVE, "error": ""},
        )
        return True


def _drop_strangers(link: NodeLink) -> None:
    """Units that are gone: a number must not lead to a company's old callflow."""
    known = {unit.name for unit in _live_units()}
    for name in link.pointers():
        if name not in known:
            link.unpoint(name)
