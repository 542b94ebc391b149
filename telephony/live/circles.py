"""Calls that Asterisk has ended because they went in circles, told in the error log."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from callflows.models import Callflow
from telephony.ami.client import Packet
from tenants import audit
from tenants.actor import Actor, acting
from tenants.models import Account

log = logging.getLogger(__name__)

REMEMBERED = 1000
MOST_WAITING = 1000


@dataclass(frozen=True)
class Circle:
    """A call, and the node (`acme-cf-k3v9qa-v8/n3`) at which it was ended."""

    call: str
    caller: str
    node: str


class Circles:
    """What one node has told; each call once, however many of its channels circle."""

    def __init__(self) -> None:
        self._told: dict[str, None] = {}
        self.waiting: list[Circle] = []

    def take(self, packet: Packet) -> None:
        """Looks at an event; nothing but CallflowLoop matters."""
        if packet.get("UserEvent") != "CallflowLoop":
            return
        call = packet.get("Linkedid") or packet.get("Uniqueid") or ""
        if call in self._told or len(self.waiting) >= MOST_WAITING:
            return
        self._told[call] = None
        if len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]
        caller, node = packet.get("CallerIDNum") or "?", packet.get("Node") or ""
        self.waiting.append(Circle(call, caller, node))

    def write(self) -> None:
        """Puts them into the accounts' error logs; without a database they wait."""
        while self.waiting:
            try:
                _write(self.waiting[0])
            except DatabaseError as error:
                log.warning("error log not written: %s", error)
                return
            del self.waiting[0]


def _write(circle: Circle) -> None:
    slug, _cf, rest = circle.node.rpartition("-v")[0].rpartition("-cf-")
    account = Account.objects.filter(slug=slug).first()
    if account is None:
        log.warning("a circle in no known account: %s", circle)
        return
    with acting(Actor(account)):
        flow = Callflow.objects.filter(handle=rest).first()
        audit.error(
            account,
            "callflow",
            _text(circle, flow),
            about=flow,
            alike=rest,
        )


def _text(circle: Circle, flow: Callflow | None) -> str:
    return _(
        "A call from %(caller)s went in circles between callflows and was ended; the "
        "last was “%(name)s”. (Call %(call)s)"
    ) % {"caller": circle.caller, "name": flow or circle.node, "call": circle.call}
