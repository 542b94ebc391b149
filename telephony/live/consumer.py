"""The account's stream: a snapshot, then numbered deltas."""

from __future__ import annotations

from functools import cache
from typing import Any

from channels.db import database_sync_to_async
from django.conf import settings
from django.utils import timezone
from redis import Redis

from telephony.live.store import LiveStore, group_name
from tenants.access import Right
from tenants.sockets import AccountConsumer


@cache
def store() -> LiveStore:
    """This process's connection to the live state."""
    return LiveStore(Redis.from_url(settings.REDIS_URL))


def snapshot(slug: str) -> dict[str, Any]:
    """What is going on in the account now, with the server's clock."""
    return {**store().snapshot(slug), "now": timezone.now().isoformat()}


class LiveConsumer(AccountConsumer):
    """`/ws/a/<account>/live/`

    Sends `{"type": "snapshot", "seq", "now", "calls", "registrations", "mailboxes",
    "conferences", "parked"}`, then
    `{"type": "deltas", "first", "deltas": [{"seq", "op", "kind", "id", "value"}]}`. A
    client that misses a number sends `{"type": "resync"}` and gets a snapshot again.
    """

    right = Right.VIEW_CALLS
    place = "live"

    async def joined(self) -> None:
        # First the group, then the snapshot: what happens between comes twice, not never.
        await self.channel_layer.group_add(self._group, self.channel_name)
        await self._send_snapshot()

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "actor"):
            await self.channel_layer.group_discard(self._group, self.channel_name)
        await super().disconnect(code)

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """The only thing that a client may say is that it lost track."""
        if isinstance(content, dict) and content.get("type") == "resync":
            await self._send_snapshot()

    async def live_deltas(self, event: dict[str, Any]) -> None:
        """From the listener, through the group."""
        message = {"type": "deltas", "first": event["first"], "deltas": event["deltas"]}
        await self.send_json(message)

    @property
    def _group(self) -> str:
        return group_name(self.actor.account.slug)

    async def _send_snapshot(self) -> None:
        found = await database_sync_to_async(snapshot)(self.actor.account.slug)
        await self.send_json({"type": "snapshot", **found})
