"""Two documents of a callflow as one tree: the new one, with what is gone where it hung."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from callflows import difference
from callflows.difference import Added, Changed, Moved, Removed
from callflows.document import Flow, Node, parse
from callflows.instructions import Path
from callflows.services.comparing import known_of
from callflows.services.outline import bare_label, exit_name, icon
from callflows.snapshot_types import Snapshot


class Mark(StrEnum):
    """What has become of a module; `left` stands where one hung that has moved."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"
    LEFT = "left"


@dataclass
class Drawn:
    """A module of the picture: by which exit it hangs, what it is, what became of it."""

    flow: Flow
    path: Path
    marks: tuple[Mark, ...]
    children: list[Drawn] = field(default_factory=list)

    @property
    def node(self) -> Node | None:
        """The module in the document that it is of."""
        return self.flow.nodes.get(self.path)


def draw(old: Any, new: Any) -> list[dict[str, Any]]:
    """All modules of both documents, each before those below it; for REST.

    `id` and `parent` are numbers in this list. A constant number of queries.
    """
    before, after = parse(old), parse(new)
    known = known_of(before, after)
    root = _Tree(before, after, difference.difference(old, new)).root
    return [
        _as_json(number, parent, drawn, known)
        for number, (parent, drawn) in enumerate(_in_order(root))
    ]


class _Tree:
    """Puts the two together. `where` leads from places of the old one to the new one's."""

    def __init__(
        self, before: Flow, after: Flow, changes: list[difference.Change]
    ) -> None:
        self.before, self.after = before, after
        self.moved = {c.before: c.path for c in changes if isinstance(c, Moved)}
        self.removed = {c.path for c in changes if isinstance(c, Removed)}
        self.added = {c.path for c in changes if isinstance(c, Added)}
        self.changed = {c.path for c in changes if isinstance(c, Changed)}
        # Above the first module; an exchanged root and what it was hang side by side.
        self.root = Drawn(after, (), ())
        self._of_new: dict[Path, Drawn] = {}
        self._of_old: dict[Path, Drawn] = {}
        for path in after.nodes:
            self._hang(self._of_new, Drawn(after, path, self._marks(path)))
        for path in before.nodes:
            self._place(path)

    def _marks(self, path: Path) -> tuple[Mark, ...]:
        found = (
            (Mark.ADDED, path in self.added),
            (Mark.MOVED, path in self.moved.values()),
            (Mark.CHANGED, path in self.changed),
        )
        return tuple(mark for mark, holds in found if holds)

    def _place(self, path: Path) -> None:
        """Notes where a module of the old document is; one that left leaves a mark."""
        if path in self.removed:
            self._hang(self._of_old, Drawn(self.before, path, (Mark.REMOVED,)))
        elif path in self.moved:
            left = Drawn(self.before, path, (Mark.LEFT,))
            self._parent(self._of_old, path).children.append(left)
            self._of_old[path] = self._of_new[self.moved[path]]
        else:
            above = self._of_old[path[:-1]].path if path else ()
            self._of_old[path] = self._of_new[(*above, *path[-1:])]

    def _hang(self, drawn_by_path: dict[Path, Drawn], drawn: Drawn) -> None:
        self._parent(drawn_by_path, drawn.path).children.append(drawn)
        drawn_by_path[drawn.path] = drawn

    def _parent(self, drawn_by_path: dict[Path, Drawn], path: Path) -> Drawn:
        return drawn_by_path[path[:-1]] if path else self.root


def _in_order(root: Drawn) -> Iterator[tuple[int | None, Drawn]]:
    """Each with its parent's number, in the order of the exits; without recursion."""
    waiting: list[tuple[int | None, Drawn]] = [(None, c) for c in root.children[::-1]]
    number = 0
    while waiting:
        parent, drawn = waiting.pop()
        yield parent, drawn
        waiting += [(number, child) for child in reversed(_by_exit(drawn))]
        number += 1


def _by_exit(drawn: Drawn) -> list[Drawn]:
    order: dict[str, int] = defaultdict(lambda: len(order))
    for exit in drawn.node.branches if drawn.node else ():
        order[exit.key]
    return sorted(drawn.children, key=lambda child: order[child.path[-1]])


def _as_json(
    number: int, parent: int | None, drawn: Drawn, known: Snapshot
) -> dict[str, Any]:
    node = drawn.node
    module = node.module if node else None
    exit = exit_name(drawn.flow, known, drawn.path)
    return {
        "id": number,
        "parent": parent,
        "exit": exit or "".join(drawn.path[-1:]),
        "icon": icon(node) if node else "lock",
        "label": bare_label(node) if node else "?",
        "caption": module.caption(known) if module else "",
        "skip": bool(node and node.skip),
        "marks": list(drawn.marks),
    }
