"""The middleware's twin for websockets: origin, account, right."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tenants import access_changes
from tenants.access import Right
from tenants.actor import Actor, leave
from tenants.models import User
from tenants.services.entrance import enter, enter_anew, is_open

NOT_FOUND = 4404


def group(slug: str, topic: str) -> str:
    """The Channels group of an account's topic."""
    return f"{topic}.{slug}"


class SameOrigin:
    """Refuses a browser's connection from a page of another host.

    Websockets know no same-origin policy of their own (RFC 6455, 10.2); a program that
    sends no Origin is no browser and brings no cookies by accident.
    """

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(
        self, scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        headers = dict(scope.get("headers", ()))
        origin = headers.get(b"origin", b"").decode("latin-1")
        host = headers.get(b"host", b"").decode("latin-1")
        if origin and urlsplit(origin).netloc != host:
            await send({"type": "websocket.close", "code": 4403, "reason": None})
            return
        await self.app(scope, receive, send)


class AccountConsumer(AsyncJsonWebsocketConsumer):
    """A websocket under `/ws/a/<account>/…`.

    Subclasses name their `right` and `place` and do their work in `joined()` and the handlers; all
    database work goes through `database_sync_to_async`. A connection that may not be is
    accepted and closed with 4404, so that the browser's code can tell it from a fault;
    one that may no longer be is closed so, too.
    """

    right: Right
    # The application that it belongs to, see `tenants.applications`.
    place: str
    actor: Actor
    _expiry: asyncio.TimerHandle | None = None
    _asking: asyncio.Future[None]

    async def connect(self) -> None:
        await self.accept()
        actor = await self._enter(enter)
        if actor is None:
            await self.close(code=NOT_FOUND)
            return
        self.actor = actor
        await self.channel_layer.group_add(access_changes.GROUP, self.channel_name)
        if actor.masquerade:
            rest = actor.masquerade.expires_at - timezone.now()
            loop = asyncio.get_running_loop()
            self._expiry = loop.call_later(
                max(0.0, rest.total_seconds()) + 1, self._expired
            )
        await self.joined()

    async def disconnect(self, code: int) -> None:
        """Subclasses that have joined groups leave them, then call this."""
        if self._expiry:
            self._expiry.cancel()
        await self.channel_layer.group_discard(access_changes.GROUP, self.channel_name)

    async def access_changed(self, event: dict[str, Any]) -> None:
        """Asks again whether the person may be here, if the change concerns them."""
        concerns = self.actor.account.path.startswith(event["path"])
        user = self.actor.user
        if concerns and (not event["user"] or (user and event["user"] == str(user.pk))):
            await self._ask_again()

    def _expired(self) -> None:
        self._asking = asyncio.ensure_future(self._ask_again())

    async def _ask_again(self) -> None:
        if await self._enter(enter_anew) is None:
            await self.close(code=NOT_FOUND)

    async def joined(self) -> None:
        """Called once the person is known to have the right here."""
        raise NotImplementedError

    @database_sync_to_async
    def _enter(self, way: Callable[[User, str], Actor | None]) -> Actor | None:
        leave()
        user = self.scope.get("user")
        if not isinstance(user, User) or not user.is_authenticated:
            return None
        try:
            actor = way(user, self.scope["url_route"]["kwargs"]["account"])
        except PermissionDenied:
            return None
        if actor is None or not actor.may(self.right):
            return None
        return actor if is_open(actor.account, self.place) else None
