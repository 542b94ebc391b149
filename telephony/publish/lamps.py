"""What the account's telephones can watch, as hints of the dialplan.

They stand in one context an account, which has no versions: telephones are subscribed to
it. Each hint is added, changed or removed by itself, so that the others are not touched.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from callflows.models import ParkingLot
from devices.models import Device
from extensions.models import PhoneUser
from pbxportal.lib.names import lamps_context
from telephony import nodes
from telephony.dialplan import text
from telephony.models import State
from telephony.publish.node import HINT, NodeLink
from telephony.publish.sections import write
from telephony.publish.steps import on_all
from tenants.models import Account

FOLDER = "lamps"
STATES = ("INUSE", "NOT_INUSE", "RINGING")

log = logging.getLogger(__name__)
# Asterisk makes a hint of its own of a pattern for each number that somebody watches.
LAMPS = "_[0-9*#]!"
# A user with more telephones than this has only the first of them watched.
MOST_WATCHED = 10


def wanted(account: Account) -> list[Any]:
    """Pairs of the number that is watched, and what its lamp shows."""
    hints = {LAMPS: f"Custom:{account.slug}-${{EXTEN}}"}
    for lot in ParkingLot.objects.all():
        name = text.name(lot.lot(account.slug))
        for space in range(lot.first, lot.last + 1):
            hints[str(space)] = f"park:{space}@{name}"
    users = PhoneUser.objects.prefetch_related("devices").order_by("extension")
    for user in users:
        devices = [d for d in user.devices.all() if d.enabled][:MOST_WATCHED]
        if devices:
            hints[user.extension] = "&".join(_watched(account, d) for d in devices)
    return [list(pair) for pair in sorted(hints.items())]


def bring(link: NodeLink, slug: str, hints: list[Any]) -> None:
    """Persists the hints, and changes those that differ on the running node."""
    context, told = lamps_context(slug), _told(hints)
    lines = [("exten", f"{number},{HINT},{shows}") for number, shows in told.items()]
    write(link, FOLDER, slug, [(context, lines)])
    held = link.hints(context)
    for number in sorted(held.keys() | told.keys()):
        if held.get(number) != told.get(number):
            link.set_hint(context, number, told.get(number))


def holds(link: NodeLink, slug: str, hints: list[Any]) -> bool:
    """Whether the running node has exactly these."""
    return link.hints(lamps_context(slug)) == _told(hints)


def share(slug: str, lamp: str, state: str) -> None:
    """Has all nodes show the same; a node that is away shows it after the next change.

    What a node tells is looked at before it is told to others.
    """
    known = Account.objects.filter(slug=slug).exists()
    if not known or state not in STATES or not re.fullmatch(r"[0-9*#]{1,10}", lamp):
        log.warning("no lamp: %s %s %s", slug, lamp, state)
        return
    device = f"Custom:{slug}-{lamp}"
    for outcome in on_all(nodes.load(), lambda link: link.set_state(device, state)):
        if outcome.state == State.FAILED:
            log.error("lamp %s of %s: %s", lamp, slug, outcome.error)


def _told(hints: list[Any]) -> dict[str, str]:
    return {str(number): str(shows) for number, shows in hints}


def _watched(account: Account, device: Device) -> str:
    return f"PJSIP/{text.endpoint(device.endpoint(account.realm))}"
