"""The middleware's twin for websockets: origin, account, right."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer

from tenants.access import Right
from tenants.actor import Actor, leave
from tenants.models import User
from tenants.services.entrance import enter

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

    Subclasses name their `right` and do their work in `joined()` and the handlers; all
    database work goes through `database_sync_to_async`. A connection that may not be is
    accepted and closed with 4404, so that the browser's code can tell it from a fault.
    """

    right: Right
    actor: Actor

    async def connect(self) -> None:
        await self.accept()
        actor = await self._enter()
        if actor is None:
            await self.close(code=NOT_FOUND)
            return
        self.actor = actor
        await self.joined()

    async def joined(self) -> None:
        """Called once the person is known to have the right here."""
        raise NotImplementedError

    @database_sync_to_async
    def _enter(self) -> Actor | None:
        leave()
        user = self.scope.get("user")
        if not isinstance(user, User) or not user.is_authenticated:
            return None
        actor = enter(user, self.scope["url_route"]["kwargs"]["account"])
        return actor if actor and actor.may(self.right) else None
