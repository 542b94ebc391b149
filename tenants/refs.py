"""References from documents to objects of the account, by kind and id.

Each app fills this registry with what can be pointed at. A document (a callflow, say)
holds only ids; here one finds which objects they are, in a constant number of queries,
and always inside the current account's schema: a foreign id is simply not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import models

from pbxportal.lib.refto import RefTo

__all__ = ["Kind", "RefTo", "choices", "get", "kinds", "missing", "register", "used_by"]


@dataclass(frozen=True)
class Kind:
    """What can be pointed at: its model, and the name of its page."""

    name: str
    model: type[models.Model]
    label: str
    route: str


@dataclass(frozen=True)
class Use:
    """A place that points at an object: what it is called and where it is shown."""

    label: str
    route: str
    pk: UUID


UsedBy = Callable[[str, UUID], Iterable[Use]]
_kinds: dict[str, Kind] = {}
_users: list[UsedBy] = []


def register(kind: Kind) -> None:
    """Adds a kind; a second one of the same name is refused."""
    if kind.name in _kinds:
        raise ValueError(f"reference kind {kind.name!r} is registered already")
    _kinds[kind.name] = kind


def register_user(finder: UsedBy) -> None:
    """Adds a finder of places that point at `(kind, id)`."""
    _users.append(finder)


def get(name: str) -> Kind:
    """The kind of that name; KeyError for an unknown one."""
    return _kinds[name]


def kinds() -> list[str]:
    """The names of all kinds, sorted."""
    return sorted(_kinds)


def choices(name: str) -> list[tuple[UUID, str]]:
    """Ids and names of all objects of the kind in the current account."""
    return [(item.pk, str(item)) for item in _kinds[name].model._default_manager.all()]


def missing(name: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids that the current account does not have."""
    wanted = set(ids)
    manager = _kinds[name].model._default_manager
    return wanted - set(manager.filter(pk__in=wanted).values_list("pk", flat=True))


def used_by(name: str, pk: UUID) -> list[Use]:
    """All places of the account that point at the object."""
    return [use for finder in _users for use in finder(name, pk)]
