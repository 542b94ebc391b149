"""From one node's events to the live pages: read, reduce, store, tell.

One process a node. Whatever it loses (Asterisk, Redis, the database) it comes back to; a
page that missed something asks for a snapshot.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections
from redis import Redis, RedisError

from telephony.ami.client import AmiClient, AmiError, Packet
from telephony.live import snapshot
from telephony.live.circles import Circles
from telephony.live.reducer import reduce
from telephony.live.state import Delta, State
from telephony.live.store import Batch, LiveStore
from telephony.nodes import NodeAddress
from tenants.models import Account

log = logging.getLogger(__name__)

SHORTEST_WAIT, LONGEST_WAIT = 0.5, 10.0
# Events that come together are told together; nobody waits longer than this for one.
TICK = 0.05
# Contacts' names are asked for at most this often; realms of new accounts as well.
SLOW_TICK = 2.0

OnBoot = Callable[[NodeAddress], None]
# What else a node tells by itself: events that the dialplan sends for the portal.
OnUserEvent = Callable[[Packet], None]


class Listener:
    """Listens to one node until `stop` is set."""

    def __init__(
        self,
        address: NodeAddress,
        stop: threading.Event,
        on_boot: OnBoot,
        on_user_event: OnUserEvent = lambda packet: None,
    ) -> None:
        self.address = address
        self.stop = stop
        self.on_boot = on_boot
        self.on_user_event = on_user_event
        self.store = LiveStore(Redis.from_url(settings.REDIS_URL), _tell)
        self.state = State(address.name)
        self.pending: list[Delta] = []
        # After a failed write only the whole state is right again.
        self.lost = True
        self.slow_at = 0.0
        self.circles = Circles()

    def run(self) -> None:
        """Connects, listens, and does so again after whatever ended it."""
        wait = SHORTEST_WAIT
        while not self.stop.is_set():
            try:
                self._remember()
                self._listen()
                wait = SHORTEST_WAIT
            except (AmiError, OSError) as error:
                log.warning("%s: %s; again in %.1f s", self.address.name, error, wait)
                self.lost = True
                self.stop.wait(wait)
                wait = min(LONGEST_WAIT, wait * 2)

    def _remember(self) -> None:
        """A new process goes on with what the one before it knew."""
        try:
            entries = self.store.entries(self.address.name)
        except RedisError:
            return
        snapshot.remember(self.state, [(e.kind, e.id, e.value) for e in entries])

    def _listen(self) -> None:
        login, address = self.address.listen, self.address
        with AmiClient(
            (address.ami_host, address.ami_port), login.user, login.secret, events=True
        ) as client:
            self._learn_realms()
            for action in snapshot.RESYNC_ACTIONS:
                client.send(action)
            self.on_boot(address)
            log.info("%s: listening", address.name)
            while not self.stop.is_set():
                for packet in client.wait_packets(TICK):
                    self._take(packet)
                self._flush()
                self._slowly(client)

    def _take(self, packet: Packet) -> None:
        _, deltas = reduce(self.state, packet, time.time())
        self.pending += deltas
        self.circles.take(packet)
        if packet.get("Event") == "FullyBooted":
            self.on_boot(self.address)
        elif packet.get("Event") == "UserEvent":
            self.on_user_event(packet)

    def _flush(self) -> None:
        """Stores and tells what is new; keeps quiet while Redis is away."""
        if not self.pending and not self.lost:
            return
        try:
            if self.lost:
                self.store.replace(self.address.name, snapshot.puts(self.state))
            else:
                self.store.write(self.address.name, self.pending)
            self.lost = False
        except RedisError as error:
            if not self.lost:
                log.warning("live state not stored: %s", error)
            self.lost = True
        self.pending.clear()

    def _slowly(self, client: AmiClient) -> None:
        if time.monotonic() < self.slow_at:
            return
        self.slow_at = time.monotonic() + SLOW_TICK
        if snapshot.wants_contacts(self.state):
            client.send(snapshot.CONTACTS_ACTION)
        self._learn_realms()
        self.circles.write()

    def _learn_realms(self) -> None:
        """Which account a SIP domain belongs to; the old answer stays without a database."""
        try:
            close_old_connections()
            realms = dict(Account.objects.values_list("realm", "slug"))
        except DatabaseError as error:
            log.warning("realms not read: %s", error)
            return
        self.pending += snapshot.learn_realms(self.state, realms)


def _tell(group: str, batch: Batch) -> None:
    """To the pages of an account; a page that misses it asks for a snapshot."""
    layer: Any = get_channel_layer()
    try:
        async_to_sync(layer.group_send)(group, dict(batch))
    except (RedisError, OSError) as error:
        log.warning("pages not told: %s", error)
