"""A callflow as a tree of cards, for the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from callflows.document import Flow, Node
from callflows.findings import Finding
from callflows.instructions import Path
from callflows.module import modules
from callflows.services.publishing import Checked
from callflows.snapshot_types import Snapshot


@dataclass
class Card:
    """One module: what it is, the exit that leads to it, and what hangs below."""

    anchor: str
    key: str
    key_label: str
    icon: str
    label: str
    caption: str
    findings: list[Finding]
    children: list[Card] = field(default_factory=list)
    # How many lists of exits end after this card.
    ends: range = range(0)


def outline(checked: Checked) -> list[Card]:
    """All cards, each before those below it; none for an empty callflow.

    A flat list: a template that included itself for each level could not show a
    callflow of a hundred modules in a row.
    """
    cards: dict[Path, Card] = {}
    for path, node in checked.flow.nodes.items():
        card = cards[path] = _card(checked, path, node)
        # The parent is there already: nodes are listed from the root down.
        if path:
            cards[path[:-1]].children.append(card)
    return list(_in_order(cards[()])) if cards else []


def _in_order(root: Card) -> Iterator[Card]:
    waiting = [(root, 0)]
    while waiting:
        card, ends = waiting.pop()
        card.ends = range(0 if card.children else ends)
        yield card
        # The last child also ends the lists that this card would have ended.
        below = [(child, 0) for child in card.children[:-1]]
        below += [(child, ends + 1) for child in card.children[-1:]]
        waiting += reversed(below)


def _card(checked: Checked, path: Path, node: Node) -> Card:
    kind: Any = node.module
    return Card(
        anchor=anchor(path),
        key=path[-1] if path else "",
        key_label=exit_name(checked.flow, checked.snapshot, path),
        icon=icon(node),
        label=_("%s (skipped)") % bare_label(node) if node.skip else bare_label(node),
        caption=kind.caption(checked.snapshot) if kind else "",
        findings=[finding for finding in checked.findings if finding.path == path],
    )


def anchor(path: Path) -> str:
    """What a place of the outline is called in the page's address."""
    return "-".join(["at", *(quote(key, safe="") for key in path)])


def label(node: Node, known: Snapshot) -> str:
    """What people call a module, and what it is about: “User: Alex Kim”."""
    caption = node.module.caption(known) if node.module else ""
    name = f"{bare_label(node)}: {caption}" if caption else bare_label(node)
    return _("%s (skipped)") % name if node.skip else name


def icon(node: Node) -> str:
    """The name of a module's icon."""
    known = _kind(node)
    return known.icon if known else "lock"


def _kind(node: Node) -> Any:
    return modules().get(node.name)


def bare_label(node: Node) -> str:
    """What people call the kind of a module."""
    kind = _kind(node)
    return str(kind.label) if kind else _("Locked: %s") % (node.name or "?")


def exit_name(flow: Flow, known: Snapshot, path: Path) -> str:
    """What people call the exit that leads to a path; empty at the root."""
    if not path:
        return ""
    exits = {exit.key: exit for exit in flow.nodes[path[:-1]].branches}
    found = exits.get(path[-1])
    return found.name(known) if found else ""
