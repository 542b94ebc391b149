"""Keys of menus at which extensions can be dialled, and extensions that begin with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from callflows.checks import Check, Subject
from callflows.dialling import beginnings, by_callers
from callflows.document import Node
from callflows.findings import Finding
from callflows.snapshot_types import MenuInfo


class DialledKeys(Check):
    """No key of a menu hides an extension, nor waits for one without need."""

    def run(self, subject: Subject) -> Iterator[Finding]:
        around = subject.around
        for node in subject.flow.nodes.values():
            for menu in _menus(node, subject):
                every = menu.dialled == "all"
                numbers = by_callers(around.numbers if every else around.extensions)
                yield from _told(node, menu, numbers)


def _menus(node: Node, subject: Subject) -> Iterable[MenuInfo]:
    """The menu that a module asks with, if extensions can be dialled there."""
    if node.module is None or node.skip:
        return
    for reference in node.module.references():
        menu = subject.snapshot.find(reference.kind, reference.id)
        if isinstance(menu, MenuInfo) and menu.dialled:
            yield menu


def _told(node: Node, menu: MenuInfo, numbers: frozenset[str]) -> Iterator[Finding]:
    begun = beginnings(numbers) if menu.digits > 1 else frozenset()
    for key in node.keys:
        if key in numbers:
            values = {"number": key, "name": menu.name}
            yield Finding("extension_hidden", node.path, key, values)
        if key in begun:
            values = {"key": key, "seconds": str(menu.digit_seconds)}
            yield Finding("key_waits", node.path, key, values)
