"""Where the objects are shown that a log tells of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import resolve, reverse

from tenants import refs
from tenants.applications import place_of
from tenants.audit_words import kinds
from tenants.models import Account
from tenants.services.entrance import closed_places

Named = tuple[str, UUID | None]


def object_urls(account: Account, named: Iterable[Named]) -> dict[Named, str]:
    """Addresses of the objects' pages, by kind and id.

    Those that have no page, that are gone, or whose page the account does not see are
    left out. One query for each kind.
    """
    by_kind: dict[str, set[UUID]] = {}
    for kind, pk in named:
        if kind and pk:
            by_kind.setdefault(kind, set()).add(pk)
    closed = closed_places(account)
    return {
        (kind, pk): url
        for kind, ids in by_kind.items()
        for pk, url in _urls(account, kind, ids).items()
        if place_of(resolve(url).route) not in closed
    }


def _urls(account: Account, kind: str, ids: set[UUID]) -> dict[UUID, str]:
    model: Any = kinds().get(kind)
    route = refs.page_of(model) if model else ""
    if not route:
        return {}
    there = model._default_manager.filter(pk__in=ids).values_list("pk", flat=True)
    return {pk: reverse(route, args=[account.slug, pk]) for pk in there}
