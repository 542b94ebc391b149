"""Documents as flat tables of modules, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from callflows.instructions import Path

# A module's own content, flat: ("module",), ("data", "timeout"), ("skip",), and () for
# what is no module.
Own = dict[tuple[str, ...], Any]


@dataclass(frozen=True)
class Node:
    """A module at its path: its own content and the keys of what hangs below."""

    own: Own
    keys: tuple[str, ...]


def plain(document: Any) -> Any:
    """The document without what means nothing: empty children and data, `skip: false`."""
    return write({path: node.own for path, node in read(document).items()})


def read(document: Any) -> dict[Path, Node]:
    """All modules by path, each before those below it; a list, not recursion."""
    if document is None or document == {}:
        return {}
    nodes: dict[Path, Node] = {}
    waiting: list[tuple[Path, Any]] = [((), document)]
    while waiting:
        path, raw = waiting.pop()
        children = raw.get("children", {}) if _is_module(raw) else {}
        nodes[path] = Node(_own(raw), tuple(children))
        waiting += reversed([((*path, key), child) for key, child in children.items()])
    return nodes


def _is_module(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and bool(raw)
        and isinstance(raw.get("data", {}), dict)
        and isinstance(raw.get("children", {}), dict)
    )


def _own(raw: Any) -> Own:
    if not _is_module(raw):
        return {(): raw}
    own: Own = {("data", name): value for name, value in raw.get("data", {}).items()}
    for key, value in raw.items():
        if key not in ("data", "children") and (key, value) != ("skip", False):
            own[(key,)] = value
    return own


def write(nodes: Mapping[Path, Own]) -> Any:
    """The document of these modules."""
    built: dict[Path, Any] = {}
    for path in sorted(nodes, key=len):
        built[path] = _raw(nodes[path])
        if path:
            parent = built[path[:-1]]
            parent.setdefault("children", {})[path[-1]] = built[path]
    return built.get((), {})


def _raw(own: Own) -> Any:
    if () in own:
        return own[()]
    raw: dict[str, Any] = {}
    for name, value in own.items():
        if len(name) == 1:
            raw[name[0]] = value
        else:
            raw.setdefault("data", {})[name[1]] = value
    return raw


def text(value: Any) -> str:
    """Equal for equal JSON only: `true` is not 1."""
    return json.dumps(value, sort_keys=True)
