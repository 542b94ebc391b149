"""Devices on their way to the nodes: rows first, then the nodes forget what they cached."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import partial

from django.db import transaction

from devices.models import Device
from telephony import nodes, realtime
from telephony.models import State
from telephony.publish import requests
from telephony.publish.node import NodeLink
from telephony.publish.steps import on_all
from tenants import audit
from tenants.models import Account
from tenants.units import Unit

log = logging.getLogger(__name__)


def publish_devices(account: Account, keys: list[str]) -> None:
    """Writes or removes the devices' rows; nodes read them again after the commit."""
    devices = Device.objects.filter(pk__in=keys).select_related(
        "user_link__user__agent"
    )
    known = {str(device.pk): device for device in devices}
    changed: set[str] = set()
    gone: set[str] = set()
    for key in keys:
        device = known.get(key)
        if device is None or not device.enabled or account.deleted_at:
            gone.update(realtime.remove(key))
        else:
            changed.update(realtime.write(account, device))
    _tell_queues(account, devices)
    requests.want(account, Unit.LAMPS, [""])
    transaction.on_commit(
        partial(_refresh, account, sorted(changed | gone), sorted(gone))
    )


def _tell_queues(account: Account, devices: Iterable[Device]) -> None:
    """The agents whose telephones these are ring, and are seen, at other ones now."""
    found = (realtime.agent_of(device) for device in devices)
    if agents := [str(agent.pk) for agent in found if agent]:
        requests.want(account, Unit.AGENT, agents)
        requests.want(account, Unit.QUEUES, [""])


def _refresh(account: Account, endpoints: Sequence[str], gone: Sequence[str]) -> None:
    def refresh(link: NodeLink) -> None:
        link.expire(endpoints)
        if gone:
            link.drop_contacts(gone)

    for outcome in on_all(nodes.load(), refresh):
        if outcome.state == State.FAILED:
            log.error("devices of %s: %s", account.slug, outcome.error)
            audit.error(account, "devices", f"{outcome.node}: {outcome.error}")
