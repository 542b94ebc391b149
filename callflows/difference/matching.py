"""Which module of a new document is which one of the old."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from callflows.difference.trees import Node, text
from callflows.instructions import Path


def expected(match: Mapping[Path, Path], path: Path) -> Path | None:
    """Where a module is if it still hangs where it hung."""
    if not path:
        return ()
    parent = match.get(path[:-1])
    return None if parent is None else (*parent, path[-1])


class Matching:
    """Finds which module of the new document is which one of the old."""

    def __init__(self, old: dict[Path, Node], new: dict[Path, Node]) -> None:
        self.old, self.new = old, new
        self.match: dict[Path, Path] = {}
        self.taken: set[Path] = set()
        numbers: dict[object, int] = {}
        self.old_trees, self.old_owns = _numbered(old, numbers)
        self.new_trees, self.new_owns = _numbered(new, numbers)

    def run(self) -> dict[Path, Path]:
        """Old path to new path: surest first."""
        self._same_trees_in_place()
        self._same_trees_elsewhere()
        self._grow_up()
        self._same_place(same_module=True)
        self._alike_elsewhere(self.old_owns, self.new_owns)
        self._only_one_of_its_kind()
        self._same_place(same_module=False)
        self._same_place(same_module=True)
        return {path: self.match[path] for path in self.old if path in self.match}

    def _take(self, old: Path, new: Path) -> bool:
        """Pairs them if both are free."""
        if old in self.match or new in self.taken:
            return False
        self.match[old] = new
        self.taken.add(new)
        return True

    def _take_trees(self, old: Path, new: Path) -> None:
        waiting = [(old, new)]
        while waiting:
            one, other = waiting.pop()
            self._take(one, other)
            waiting += [((*one, k), (*other, k)) for k in self.old[one].keys]

    def _same_trees_in_place(self) -> None:
        for path in self.old:
            same = self.old_trees[path] == self.new_trees.get(path)
            if same and path not in self.match:
                self._take_trees(path, path)

    def _same_trees_elsewhere(self) -> None:
        where = _places(self.new, self.new_trees)
        # Those near the root first: they take all below with them.
        for path in sorted(self.old, key=len):
            if path not in self.match:
                same = where[self.old_trees[path]]
                free = next((p for p in same if p not in self.taken), None)
                if free is not None:
                    self._take_trees(path, free)

    def _grow_up(self) -> None:
        """What leads to the same things by the same exits is the same module."""
        for old, new in list(self.match.items()):
            while old and new and old[-1] == new[-1]:
                old, new = old[:-1], new[:-1]
                if not self._same_kind(old, new) or not self._take(old, new):
                    break

    def _same_place(self, *, same_module: bool) -> None:
        """What hangs at the same exit of the same module, from the root down."""
        for path in self.old:
            new = expected(self.match, path)
            if new is None or new not in self.new:
                continue
            if not same_module or self._same_kind(path, new):
                self._take(path, new)

    def _alike_elsewhere(
        self, old_marks: Mapping[Path, int], new_marks: Mapping[Path, int]
    ) -> None:
        where = _places(self.new, new_marks)
        for path in self.old:
            for new in where[old_marks[path]]:
                if path in self.match or self._take(path, new):
                    break

    def _only_one_of_its_kind(self) -> None:
        left, found = self._left(self.old, self.match), self._left(self.new, self.taken)
        for kind, paths in left.items():
            if kind and len(paths) == 1 and len(found.get(kind, ())) == 1:
                self._take(paths[0], found[kind][0])

    def _left(
        self, nodes: Mapping[Path, Node], done: Iterable[Path]
    ) -> dict[Any, list[Path]]:
        finished = set(done)
        by_kind: dict[Any, list[Path]] = defaultdict(list)
        for path, node in nodes.items():
            if path not in finished:
                by_kind[text(node.own.get(("module",), ""))].append(path)
        return by_kind

    def _same_kind(self, old: Path, new: Path) -> bool:
        one, other = self.old[old].own, self.new[new].own
        name = ("module",)
        return text(one.get(name, 0)) == text(other.get(name, 0))


def _numbered(
    nodes: Mapping[Path, Node], numbers: dict[object, int]
) -> tuple[dict[Path, int], dict[Path, int]]:
    """A number for each tree and for each own content; equal things have equal ones."""
    trees: dict[Path, int] = {}
    owns: dict[Path, int] = {}
    for path in reversed(list(nodes)):
        node = nodes[path]
        own: object = tuple(sorted((name, text(v)) for name, v in node.own.items()))
        owns[path] = numbers.setdefault(own, len(numbers))
        below = tuple(sorted((key, trees[(*path, key)]) for key in node.keys))
        trees[path] = numbers.setdefault((owns[path], below), len(numbers))
    return trees, owns


def _places(nodes: Iterable[Path], marks: Mapping[Path, int]) -> dict[int, list[Path]]:
    where: dict[int, list[Path]] = defaultdict(list)
    for path in nodes:
        where[marks[path]].append(path)
    return where
