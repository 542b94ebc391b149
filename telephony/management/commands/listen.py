"""Listens to one node's events until it is told to end (SIGTERM, SIGINT)."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from telephony import nodes
from telephony.ami.client import Packet
from telephony.live.listener import Listener
from telephony.publish.tasks import hear_agent, learn_state, mend_node, share_lamp

log = logging.getLogger(__name__)


class Command(BaseCommand):
    """One process a node."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("node")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        Listener(nodes.find(options["node"]), stop, _mend, _user_event).run()


def _mend(address: nodes.NodeAddress) -> None:
    """The node is there (again): a worker brings it up to date."""
    try:
        mend_node.delay(address.name)
    except Exception as error:  # noqa: BLE001  any broker fault: the sweep will mend it
        log.warning("%s will be mended by the sweep: %s", address.name, error)


def _user_event(packet: Packet) -> None:
    """A telephone has switched something: a worker takes it in."""
    try:
        if packet.get("UserEvent") == "UserState":
            names = ("Account", "User", "Feature", "State")
            learn_state.delay(*(packet.get(name, "") for name in names))
        elif packet.get("UserEvent") == "LampState":
            lamp = ("Account", "Lamp", "State")
            share_lamp.delay(*(packet.get(name, "") for name in lamp))
        elif packet.get("UserEvent") == "AgentState":
            hear_agent.delay(packet.get("Agent", ""), packet.get("Value", ""))
    except Exception as error:  # noqa: BLE001  any broker fault: the sweep compares
        log.warning("a state will be learned by the sweep: %s", error)
