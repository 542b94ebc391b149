"""Carriers on their way to the nodes: rows first, then the nodes read them again."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from django.db import transaction

from telephony import nodes, realtime
from telephony.models import Carrier, State
from telephony.publish.node import NodeLink
from telephony.publish.steps import on_all
from tenants import audit
from tenants.models import Account

log = logging.getLogger(__name__)


def publish_carriers(account: Account, keys: list[str]) -> None:
    """Writes or removes the carriers' rows; nodes read them again after the commit."""
    found = Carrier.objects.filter(account=account, pk__in=keys)
    known = {str(c.pk): c for c in found.select_related("account")}
    names = [realtime.remove_carrier(key) for key in keys]
    for carrier in known.values() if account.deleted_at is None else ():
        realtime.write_carrier(carrier)
    transaction.on_commit(partial(_refresh, account, names))


def _refresh(account: Account, endpoints: Sequence[str]) -> None:
    def refresh(link: NodeLink) -> None:
        link.expire(endpoints)
        link.expire_addresses()

    for outcome in on_all(nodes.load(), refresh):
        if outcome.state == State.FAILED:
            log.error("carriers of %s: %s", account.slug, outcome.error)
            audit.error(account, "carriers", f"{outcome.node}: {outcome.error}")
