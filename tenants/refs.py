"""References from documents to objects of the account, by kind and id.

Each app fills this registry with what can be pointed at. A document (a callflow, say)
holds only ids; here one finds which objects they are, in a constant number of queries,
and always inside the current account's schema: a foreign id is simply not found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pbxportal.lib.refto import RefTo

__all__ = [
    "Kind",
    "Place",
    "RefTo",
    "Use",
    "choices",
    "get",
    "kinds",
    "missing",
    "page_of",
    "passed",
    "register",
    "register_page",
    "register_traffic",
    "register_user",
    "register_words",
    "used_by",
]


@dataclass(frozen=True)
class Kind:
    """What can be pointed at: its model, what people call one, and the name of its page.

    `offered` are the objects that the actor may choose from, if those are not all. `new`
    is the route of the page that makes one, if that is not `<route>-new`.
    """

    name: str
    model: type[models.Model]
    label: str | Promise
    route: str
    offered: Callable[[], Iterable[models.Model]] | None = None
    new: str = ""

    @property
    def new_route(self) -> str:
        """Where one is made; there need not be such a route."""
        return self.new or f"{self.route}-new"


@dataclass(frozen=True)
class Place:
    """Where inside of something an object is pointed at, such as a callflow's module.

    `states` are those of its documents that do: `live`, `draft`.
    """

    path: tuple[str, ...]
    label: str
    states: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        states = list(self.states)
        return {"path": list(self.path), "label": self.label, "states": states}


@dataclass(frozen=True)
class Use:
    """What points at an object: its own name, and the route of its page.

    `numbers` lead there, `calls` passed there in the last week (None: not known). One
    that only points at something that holds the object names that in `through`; it is
    told, and does not keep the object from being deleted. Where it is the account's
    settings that do, `section` says which, and `pk` is the account's.
    """

    name: str
    route: str
    pk: UUID
    places: tuple[Place, ...] = ()
    numbers: tuple[str, ...] = ()
    calls: int | None = None
    through: str = ""
    section: str = ""

    @property
    def kind(self) -> str:
        """What it is, in words."""
        return str(_words[self.route])

    @property
    def label(self) -> str:
        """What it is, and its name."""
        return _("%(kind)s “%(name)s”") % {"kind": self.kind, "name": self.name}

    @property
    def blocks(self) -> bool:
        """Whether the object has to stay because of it."""
        return not self.through

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "id": str(self.pk),
            "kind": self.route,
            "kind_label": capfirst(self.kind),
            "name": self.name,
            "label": self.label,
            "nodes": [place.as_json() for place in self.places],
            "numbers": list(self.numbers),
            "calls": self.calls,
            "through": self.through,
            "blocks": self.blocks,
        }


# Paths of modules in documents, by what was published, such as `v3`.
Paths = Mapping[str, Collection[tuple[str, ...]]]
# How many calls since a moment have passed any of the modules, by callflow.
Traffic = Callable[[Mapping[UUID, Paths], datetime], Mapping[UUID, int]]

UsedBy = Callable[[str, UUID], Iterable[Use]]
_kinds: dict[str, Kind] = {}
_pages: dict[type[models.Model], str] = {}
# What people call what has its page at a route.
_words: dict[str, str | Promise] = {}
_users: list[UsedBy] = []
_traffic: list[Traffic] = []


def register(kind: Kind) -> None:
    """Adds a kind; a second one of the same name is refused."""
    if kind.name in _kinds:
        raise ValueError(f"reference kind {kind.name!r} is registered already")
    _kinds[kind.name] = kind
    _words[kind.route] = kind.label


def register_page(model: type[models.Model], route: str) -> None:
    """Names the page of objects that no document points at."""
    _pages[model] = route


def register_words(route: str, label: str | Promise) -> None:
    """Says what people call what points at something and can't be pointed at itself."""
    _words[route] = label


def register_user(finder: UsedBy) -> None:
    """Adds a finder of places that point at `(kind, id)`."""
    _users.append(finder)


def register_traffic(counter: Traffic) -> None:
    """Adds what counts the calls that have passed modules."""
    _traffic.append(counter)


def passed(places: Mapping[UUID, Paths], since: datetime) -> Mapping[UUID, int]:
    """How many calls have passed there since; empty where nobody counts."""
    return _traffic[0](places, since) if _traffic and places else {}


def get(name: str) -> Kind:
    """The kind of that name; KeyError for an unknown one."""
    return _kinds[name]


def kinds() -> list[str]:
    """The names of all kinds, sorted."""
    return sorted(_kinds)


def page_of(model: type[models.Model]) -> str:
    """The route of the page of such an object, which takes its id; "" without one."""
    routes = {kind.model: kind.route for kind in _kinds.values()} | _pages
    return routes.get(model, "")


def choices(name: str) -> list[tuple[UUID, str]]:
    """Ids and names of the objects of the kind that the current actor may choose."""
    kind = _kinds[name]
    found = kind.offered() if kind.offered else kind.model._default_manager.all()
    return [(item.pk, str(item)) for item in found]


def missing(name: str, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the ids that the current account does not have."""
    wanted = set(ids)
    manager = _kinds[name].model._default_manager
    return wanted - set(manager.filter(pk__in=wanted).values_list("pk", flat=True))


def used_by(name: str, pk: UUID) -> list[Use]:
    """All places of the account that point at the object."""
    return [use for finder in _users for use in finder(name, pk)]
