"""What differs between two documents: modules that moved, came, went or changed.

`apply(old, difference(old, new))` is `plain(new)`. Documents are compared as trees of
modules, so that a branch that was hung elsewhere is a move and not the loss of one and
the gain of another. Whatever is no module is compared as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from callflows.difference.matching import Matching, expected
from callflows.difference.trees import Node, Own, plain, read, text, write
from callflows.instructions import Path

__all__ = [
    "MISSING",
    "Added",
    "Change",
    "Changed",
    "Moved",
    "Removed",
    "Setting",
    "apply",
    "conflicts",
    "difference",
    "plain",
]


class Missing:
    """The value of a setting that is not there."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()


@dataclass(frozen=True)
class Setting:
    """One value of a module: `name` is its place there, such as ("data", "timeout")."""

    name: tuple[str, ...]
    before: Any
    after: Any


@dataclass(frozen=True)
class Added:
    """A new module, at a path of the new document."""

    path: Path
    own: Own


@dataclass(frozen=True)
class Removed:
    """A module that is gone, at a path of the old document."""

    path: Path
    own: Own


@dataclass(frozen=True)
class Moved:
    """A module that hangs elsewhere now, with all below it that is not named itself."""

    before: Path
    path: Path


@dataclass(frozen=True)
class Changed:
    """A module with other settings: where it was, where it is now."""

    before: Path
    path: Path
    settings: tuple[Setting, ...]


Change = Added | Removed | Moved | Changed


def difference(old: Any, new: Any) -> list[Change]:
    """What must happen to `old` to make it `new`: gone, moved, changed, new modules."""
    before, after = read(old), read(new)
    match = Matching(before, after).run()
    known = set(match.values())
    added = (Added(p, node.own) for p, node in after.items() if p not in known)
    return [
        *_gone_and_moved(before, match),
        *_changed(before, after, match),
        *added,
    ]


def apply(old: Any, changes: Iterable[Change]) -> Any:
    """The old document after the changes that `difference()` has found."""
    found = list(changes)
    moved = {c.before: c.path for c in found if isinstance(c, Moved)}
    removed = {c.path for c in found if isinstance(c, Removed)}
    where: dict[Path, Path] = {}
    result: dict[Path, Own] = {}
    for path, node in read(old).items():
        if path not in removed:
            where[path] = moved[path] if path in moved else _below(where, path)
            result[where[path]] = dict(node.own)
    for change in found:
        if isinstance(change, Changed):
            _set(result[change.path], change.settings)
        elif isinstance(change, Added):
            result[change.path] = change.own
    return write(result)


def conflicts(one: Iterable[Change], other: Iterable[Change]) -> list[Path]:
    """Places that both of two differences from the same document touch."""
    first, second = _touched(one), _touched(other)
    return sorted(
        path
        for path in first.keys() & second.keys()
        if first[path] & second[path] or () in first[path] | second[path]
    )


def _touched(changes: Iterable[Change]) -> dict[Path, set[tuple[str, ...]]]:
    """Which values of which places are touched; () is the whole module."""
    touched: dict[Path, set[tuple[str, ...]]] = defaultdict(set)
    for change in changes:
        if isinstance(change, Changed):
            touched[change.before] |= {setting.name for setting in change.settings}
        else:
            place = change.before if isinstance(change, Moved) else change.path
            touched[place].add(())
    return touched


def _gone_and_moved(
    before: Mapping[Path, Node], match: Mapping[Path, Path]
) -> Iterator[Change]:
    gone: list[Change] = []
    moved: list[Change] = []
    for path, node in before.items():
        if path not in match:
            gone.append(Removed(path, node.own))
        elif expected(match, path) != match[path]:
            moved.append(Moved(path, match[path]))
    yield from gone
    yield from moved


def _changed(
    before: Mapping[Path, Node],
    after: Mapping[Path, Node],
    match: Mapping[Path, Path],
) -> Iterator[Change]:
    for old, new in match.items():
        was, now = before[old].own, after[new].own
        settings = tuple(
            Setting(name, was.get(name, MISSING), now.get(name, MISSING))
            for name in {**was, **now}
            if name not in was or name not in now or text(was[name]) != text(now[name])
        )
        if settings:
            yield Changed(old, new, settings)


def _below(where: Mapping[Path, Path], path: Path) -> Path:
    return (*where[path[:-1]], path[-1]) if path else ()


def _set(own: Own, settings: Iterable[Setting]) -> None:
    for setting in settings:
        if setting.after is MISSING:
            own.pop(setting.name, None)
        else:
            own[setting.name] = setting.after
