"""The account's websocket lets in whom the pages let in."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from channels.routing import URLRouter
from django.contrib.auth.models import AnonymousUser

from pbxportal.sockets import routes
from telephony.live import consumer
from tenants.actor import Actor
from tenants.models import Account, User
from tenants.models.membership import Role
from tenants.sockets import NOT_FOUND, SameOrigin
from tests.support.sockets import Socket

PATH = "/ws/a/acme/live/"


@pytest.fixture(autouse=True)
def _live(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """Channels in memory, and a state that needs no Redis."""
    settings.CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    }
    monkeypatch.setattr(consumer, "snapshot", lambda slug: {"seq": 7, "slug": slug})
    yield


def connect(user: Any, actor: Actor | None, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Connects as the person; the answer to `enter` is given, as it needs a thread."""
    monkeypatch.setattr("tenants.sockets.enter", lambda *_: actor)
    monkeypatch.setattr("tenants.sockets.is_open", lambda *_: True)
    return Socket(URLRouter(routes), PATH, user)


def test_a_member_gets_a_snapshot_and_then_deltas(
    acme: Account, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = Actor(acme, manager, Role.ADMIN)

    async def talk() -> None:
        socket = connect(manager, actor, monkeypatch)
        assert (await socket.connect())["type"] == "websocket.accept"
        first = await socket.hear()
        assert first == {"type": "snapshot", "seq": 7, "slug": "acme"}
        layer: Any = get_channel_layer()
        batch = {"type": "live.deltas", "first": 8, "deltas": [{"seq": 8}]}
        await layer.group_send("live.acme", batch)
        delta = await socket.hear()
        assert delta == {"type": "deltas", "first": 8, "deltas": [{"seq": 8}]}
        await socket.say({"type": "resync"})
        assert (await socket.hear())["type"] == "snapshot"
        await socket.hang_up()

    async_to_sync(talk)()


@pytest.mark.parametrize("role", [None, Role.AGENT, Role.USER, Role.BILLING])
def test_others_are_closed_as_if_nothing_were_there(
    role: str | None, acme: Account, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = Actor(acme, manager, role) if role else None

    async def talk() -> None:
        socket = connect(manager, actor, monkeypatch)
        await socket.connect()
        assert (await socket.receive_output(5))["code"] == NOT_FOUND

    async_to_sync(talk)()


def test_nobody_without_signing_in(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def talk() -> None:
        socket = connect(AnonymousUser(), Actor(acme), monkeypatch)
        await socket.connect()
        assert (await socket.receive_output(5))["code"] == NOT_FOUND

    async_to_sync(talk)()


def test_a_page_of_another_host_is_refused() -> None:
    async def talk() -> None:
        headers = [(b"origin", b"https://evil.test"), (b"host", b"portal.test")]
        socket = Socket(SameOrigin(URLRouter(routes)), PATH, headers=headers)
        assert (await socket.connect())["code"] == 4403

    async_to_sync(talk)()


@pytest.mark.parametrize("still", [True, False])
def test_who_may_no_longer_be_here_is_closed_out(
    still: bool, acme: Account, manager: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change elsewhere, or of somebody else, does not even make it ask."""
    actor = Actor(acme, manager, Role.ADMIN)
    asked: list[str] = []

    def again(user: User, slug: str) -> Actor | None:
        asked.append(slug)
        return actor if still else None

    monkeypatch.setattr("tenants.sockets.enter_anew", again)

    async def talk() -> None:
        socket = connect(manager, actor, monkeypatch)
        await socket.connect()
        await socket.hear()
        layer: Any = get_channel_layer()
        change = {"type": "access.changed", "path": "/elsewhere/", "user": ""}
        await layer.group_send("access", change)
        change = {"type": "access.changed", "path": acme.path, "user": "another"}
        await layer.group_send("access", change)
        change = {"type": "access.changed", "path": acme.path, "user": ""}
        await layer.group_send("access", change)
        if still:
            await socket.say({"type": "resync"})
            assert (await socket.hear())["type"] == "snapshot"
        else:
            assert (await socket.receive_output(5))["code"] == NOT_FOUND
        for _ in range(100):
            if asked:
                break
            await asyncio.sleep(0.01)
        assert asked == ["acme"]

    async_to_sync(talk)()
