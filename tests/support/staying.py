"""Clients that leave a test where it was: in its account's schema."""

from __future__ import annotations

from typing import Any, TypeVar

from django.test import Client

from tenants.actor import Actor, connection

C = TypeVar("C", bound=Client)


def staying(client: C, actor: Actor) -> C:
    """The client, after each of whose requests the actor's schema is entered again."""
    ask = client.request

    def request(**environment: Any) -> Any:
        try:
            return ask(**environment)
        finally:
            connection.set_tenant(actor.account)

    client.request = request  # type: ignore[method-assign,assignment]
    return client
