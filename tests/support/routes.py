"""Every route of the portal, read from the URL configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tenants.access import Right

SAFE = {"get", "head", "options"}
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """One route: its name, the arguments in its path, and what it asks for."""

    name: str
    path: str
    arguments: frozenset[str]
    view: Any
    api: bool
    methods: tuple[str, ...]
    # What the view was given when it was mounted, apart from what its class says.
    given: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return self.path

    @property
    def in_account(self) -> bool:
        """Whether the account is in the path."""
        return "account" in self.arguments

    def right(self, method: str) -> Right | None:
        """The right that the method asks for; None when nobody has classified the view."""
        if method in SAFE and hasattr(self.view, "right_to_read"):
            return self._asked("right_to_read")
        return self._asked("right")

    def _asked(self, name: str) -> Right | None:
        """An action of a resource can ask for another right than the resource."""
        right: Right | None = self.given.get(name) or getattr(self.view, name, None)
        return right

    def address(self, **values: Any) -> str:
        """The path with these values in place of its arguments."""
        return "/" + _ARGUMENT.sub(lambda found: str(values[found[1]]), self.path)


def all_routes() -> list[Route]:
    """All routes, in the order in which Django tries them."""
    return list(_walk(get_resolver().url_patterns, "", frozenset()))


def _walk(patterns: Any, prefix: str, arguments: frozenset[str]) -> Iterator[Route]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        names = arguments | set(pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, path, names)
        elif isinstance(pattern, URLPattern):
            yield _route(pattern, path, names)


def _route(pattern: URLPattern, path: str, names: frozenset[str]) -> Route:
    callback: Any = pattern.callback
    view = getattr(callback, "cls", None) or getattr(callback, "view_class", callback)
    return Route(
        name=pattern.name or "",
        path=path,
        arguments=frozenset(names),
        view=view,
        api=hasattr(callback, "cls"),
        methods=tuple(_methods(callback, view)),
        given=getattr(callback, "initkwargs", {}),
    )


def _methods(callback: Any, view: Any) -> Iterator[str]:
    actions = getattr(callback, "actions", None)
    if actions:
        yield from actions
        return
    for method in ("get", "post", "put", "patch", "delete"):
        allowed = method in getattr(view, "http_method_names", (method,))
        if allowed and (hasattr(view, method) or not isinstance(view, type)):
            yield method
