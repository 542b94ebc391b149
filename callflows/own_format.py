"""Callflows as this portal hands them out: everything, and what objects are called.

`{"format", "version", "name", "numbers", "objects": {"<id>": {"kind", "name"}},
"document"}`. In the account that it came from the document comes back byte for byte;
elsewhere ids are replaced by those of objects of the same kind and name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from callflows.document import Flow, parse
from callflows.kazoo.names import Names
from callflows.kazoo.reading import OWN_FORMAT, pointer
from callflows.kazoo.report import Report, Row, State, Target, once
from callflows.kazoo.taking import Taken, not_found, numbers_of


def write(
    document: Any,
    name: str,
    numbers: Iterable[str],
    objects: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    """The file's content. `objects` are kinds and names of what is pointed at, by id."""
    return {
        "format": OWN_FORMAT,
        "version": 1,
        "name": name,
        "numbers": list(numbers),
        "objects": {
            id: {"kind": kind, "name": called}
            for id, (kind, called) in sorted(objects.items())
        },
        "document": document,
    }


def take(file: Mapping[str, Any], names: Names, why_not: Callable[[str], str]) -> Taken:
    """A callflow from a file of the right shape (see `kazoo.reading`)."""
    rows, numbers, _left = numbers_of(file, why_not)
    targets = _targets(parse(file["document"]), file["objects"], names)
    changed = {
        str(target.foreign): str(target.id)
        for target in targets
        if target.id and str(target.id) != target.foreign
    }
    draft = replaced(file["document"], changed) if changed else file["document"]
    flow = parse(draft)
    missing = {target.foreign: target for target in targets if target.id is None}
    rows += [_row(flow, path, missing) for path in flow.nodes]
    report = Report(tuple(rows), once(targets))
    return Taken(file["name"][:120], tuple(numbers), draft, report)


def replaced(document: Any, ids: Mapping[str, str]) -> Any:
    """The document with other ids, wherever they are a whole value or a whole key."""
    if isinstance(document, str):
        return ids.get(document, document)
    if isinstance(document, list):
        return [replaced(item, ids) for item in document]
    if isinstance(document, dict):
        # A loop, no comprehension: that would take a second frame of the stack a level.
        found = {}
        for key, value in document.items():
            found[ids.get(key, key)] = replaced(value, ids)
        return found
    return document


def _targets(flow: Flow, objects: Any, names: Names) -> list[Target]:
    return [
        _target(kind, id, _called(objects, id), names)
        for kind, id in sorted(flow.references, key=str)
    ]


def _called(objects: Mapping[str, Any], id: UUID) -> str:
    told = objects.get(str(id))
    name = told.get("name") if isinstance(told, dict) else None
    return name if isinstance(name, str) else ""


def _target(kind: str, id: UUID, name: str, names: Names) -> Target:
    here = {candidate.id for candidate in names.candidates.get(kind, ())}
    return Target(kind, str(id), name, id if id in here else names.find(kind, str(id)))


def _row(flow: Flow, path: tuple[str, ...], missing: Mapping[str, Target]) -> Row:
    node = flow.nodes[path]
    place = pointer("document", *(part for key in path for part in ("children", key)))
    if node.module is None:
        notes = tuple(finding.message for finding in node.findings)
        return Row(place, node.name or _("No module"), State.LOCKED, notes)
    ids = {str(reference.id) for reference in node.module.references()}
    lost = tuple(not_found(missing[id]) for id in sorted(ids) if id in missing)
    state = State.MISSING if lost else State.TAKEN
    return Row(place, str(node.module.label), state, lost)
