"""The page that a person's account opens with: an application that they see and may use."""

from __future__ import annotations

from typing import Any

from django.urls import Resolver404, resolve, reverse

from tenants import applications
from tenants.actor import Actor
from tenants.services.entrance import is_open


def url(actor: Actor, key: str) -> str | None:
    """The address of the application's page; None where this person can't go."""
    if not key or not is_open(actor.account, key):
        return None
    address = f"{reverse('account-home', args=[actor.account.slug])}{key}/"
    try:
        view: Any = getattr(resolve(address).func, "view_class", None)
    except Resolver404:
        return None
    return address if view and actor.may(view.right) else None


def offered(actor: Actor) -> list[tuple[str, Any]]:
    """Key and label of the applications that this person can begin with."""
    found = [*applications.known(False), *applications.known(True)]
    return [(each.key, each.label) for each in found if url(actor, each.key)]
