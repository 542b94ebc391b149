"""A callflow as a tree of cards, for the page that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Path
from callflows.services.publishing import Checked


@dataclass
class Card:
    """One module: what it is, the exit that leads to it, and what hangs below."""

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
    label = str(kind.label) if kind else _("Locked: %s") % (node.name or "?")
    return Card(
        key=path[-1] if path else "",
        key_label=_exit_label(checked, path),
        icon=kind.icon if kind else "lock",
        label=_("%s (skipped)") % label if node.skip else label,
        caption=kind.caption(checked.snapshot) if kind else "",
        findings=[finding for finding in checked.findings if finding.path == path],
    )


def _exit_label(checked: Checked, path: Path) -> str:
    if not path:
        return ""
    exits = {exit.key: exit for exit in checked.flow.nodes[path[:-1]].branches}
    known = exits.get(path[-1])
    return known.name(checked.snapshot) if known else ""
