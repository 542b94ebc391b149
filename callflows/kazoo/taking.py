"""A callflow of Kazoo becomes one of ours, with a report of what became of each part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import ValidationError

from callflows.kazoo import memory
from callflows.kazoo.fields import Data, Locked, Source
from callflows.kazoo.giving import KAZOO, OWN, give_module
from callflows.kazoo.memory import Memory, digest
from callflows.kazoo.names import Names, placeholder
from callflows.kazoo.reading import pointer
from callflows.kazoo.report import Report, Row, State, Target, once
from callflows.kazoo.twins import SKIP, Twin, is_known, twin_there
from callflows.module import modules
from callflows.setting_reasons import why

LONGEST_NAME = 120


@dataclass(frozen=True)
class Taken:
    """A callflow that could be made here."""

    name: str
    numbers: tuple[str, ...]
    draft: Data
    report: Report


@dataclass
class _Work:
    names: Names
    rows: list[Row] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)


@dataclass
class _Module:
    """One module while it is being taken: `exits` are keys there and here."""

    raw: Mapping[str, Any]
    own: Data
    exits: dict[str, str]
    below: Data = field(default_factory=dict)


def take(
    document: Mapping[str, Any], names: Names, why_not: Callable[[str], str]
) -> Taken:
    """A callflow from a document of the right shape (see `reading`).

    `why_not` says why a number can't lead to it; empty if it can.
    """
    work = _Work(names)
    work.rows, numbers, left = numbers_of(document, why_not)
    draft = _tree(document["flow"], work)
    head = {key: value for key, value in document.items() if key != "flow"}
    name = " ".join(str(document.get("name") or "").split()) or _title(document)
    name = name[:LONGEST_NAME]
    if head != {"name": name, "numbers": list(numbers)}:
        kept = memory.of(draft)
        draft[memory.KEY] = Memory(
            kept.node, kept.was, kept.ids, head, tuple(left)
        ).as_json()
    report = Report(tuple(work.rows), once(work.targets))
    return Taken(name, tuple(numbers), draft, report)


def _title(document: Mapping[str, Any]) -> str:
    numbers = ", ".join(document.get("numbers", [])[:3])
    return numbers or _("Imported callflow")


def numbers_of(
    document: Mapping[str, Any], why_not: Callable[[str], str]
) -> tuple[list[Row], list[str], list[str]]:
    """A row for each number and pattern, the numbers that can be had, and the others."""
    rows: list[Row] = []
    taken: list[str] = []
    left: list[str] = []
    for place, number in enumerate(document.get("numbers", [])):
        reason = "" if number in taken else why_not(number)
        (left if reason else taken).append(number)
        state = State.LEFT if reason else State.TAKEN
        notes = (reason,) if reason else ()
        rows.append(Row(pointer("numbers", place), number, state, notes))
    for place, pattern in enumerate(document.get("patterns", [])):
        note = _("Only whole numbers lead to callflows here.")
        rows.append(Row(pointer("patterns", place), pattern, State.LEFT, (note,)))
    return rows, list(dict.fromkeys(taken)), left


def _tree(root: Mapping[str, Any], work: _Work) -> Data:
    """A list, not recursion: a flow may be nearly as deep as the stack."""
    done: list[tuple[_Module | None, str, _Module]] = []
    waiting: list[tuple[_Module | None, str, tuple[str, ...], Any]] = [
        (None, "", ("flow",), root)
    ]
    while waiting:
        parent, key, place, raw = waiting.pop()
        module = _module(raw, place, work)
        done.append((parent, key, module))
        children = raw.get("children", {})
        waiting += [
            (module, exit, (*place, "children", exit), children[exit])
            for exit in reversed(children)
        ]
    for parent, key, module in reversed(done):
        if "children" in module.raw:
            there = list(module.raw["children"])
            below = {module.exits[k]: module.below[k] for k in there}
            module.own = _with_children(module.own, below)
        if parent is not None:
            parent.below[key] = module.own
    return done[0][2].own


def _with_children(own: Data, below: Data) -> Data:
    kept = own.get(memory.KEY)
    found = {key: value for key, value in own.items() if key != memory.KEY}
    found["children"] = below
    return {**found, memory.KEY: kept} if kept is not None else found


def _module(raw: Mapping[str, Any], place: tuple[str, ...], work: _Work) -> _Module:
    """One module without what hangs below it."""
    ids: dict[str, str] = {}
    targets: list[Target] = []

    def find(kind: str, foreign: str) -> UUID:
        known = work.names.find(kind, foreign)
        id = known or placeholder(kind, foreign)
        ids[str(id)] = foreign
        targets.append(Target(kind, foreign, work.names.name(foreign), known))
        return id

    plain = {key: value for key, value in raw.items() if key != "children"}
    keys = tuple(raw.get("children", {}))
    notes: list[str] = []
    try:
        own, exits, notes = _as_ours(raw, Source(raw.get("data", {}), find, keys))
        state = State.CHANGED if notes else State.TAKEN
    except Locked as reason:
        ids.clear()
        targets.clear()
        own, exits = _as_it_is(plain), {key: key for key in keys}
        state, notes = State.LOCKED, [str(reason)]
    missing = [target for target in targets if target.id is None]
    if missing:
        state = State.MISSING
        notes = [*notes, *(not_found(target) for target in dict.fromkeys(missing))]
    work.targets += targets
    work.rows.append(Row(pointer(*place), _what(raw, own), state, tuple(notes)))
    return _Module(raw, _remembering(own, plain, ids), exits)


def _as_ours(
    raw: Mapping[str, Any], source: Source
) -> tuple[Data, dict[str, str], list[str]]:
    """The module here, its exits there and here, and notes; Locked if that can't be."""
    name = raw["module"]
    if name.startswith(OWN) and (kind := modules().get(name.removeprefix(OWN))):
        twin = Twin(name, kind.name)
        data = {k: v for k, v in source.data.items() if k != SKIP}
    elif found := twin_there(name, source.data):
        twin, data = found, found.take(source)
    elif is_known(name):
        raise Locked(_("This way of using it is not known here."))
    else:
        raise Locked(_("This module is not known here."))
    _refuse_invalid(twin.here, data)
    exits = {key: _exit(twin, key, source) for key in source.exits}
    if len(set(exits.values())) < len(exits):
        raise Locked(_("Two of its exits lead to the same object here."))
    own: Data = {"module": twin.here, "data": data}
    if source.data.get(SKIP) is True:
        own["skip"] = True
    return own, exits, source.notes


def _exit(twin: Twin, key: str, source: Source) -> str:
    if twin.exit_kind and key != "_":
        return str(source.find(twin.exit_kind, key))
    return twin.keys.get(key, key)


def _refuse_invalid(name: str, data: Data) -> None:
    settings = modules()[name].Settings
    try:
        settings.model_validate(data)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        about = str(problem["loc"][0]) if problem["loc"] else name
        info = settings.model_fields.get(about)
        values = {"title": (info and info.title) or about, "reason": why(problem)}
        raise Locked(_("“%(title)s” is not valid: %(reason)s.") % values) from error


def _as_it_is(plain: Mapping[str, Any]) -> Data:
    """A module that is not known: under its own name, unless that means another here."""
    own = {k: v for k, v in plain.items() if k not in ("skip", memory.KEY)}
    if own["module"] in modules():
        own["module"] = f"{KAZOO}{own['module']}"
    if own.get("data", {}).get(SKIP) is True:
        own["skip"] = True
    return own


def _remembering(own: Data, plain: Mapping[str, Any], ids: dict[str, str]) -> Data:
    """The module with what it needs to go out as it came, and nothing if it does so."""
    if not ids and give_module(own) == plain:
        return own
    kept = Memory(plain, digest(own), ids)
    return {**own, memory.KEY: kept.as_json()}


def not_found(target: Target) -> str:
    """That nothing here fits, for people."""
    values = {"kind": target.kind.replace("_", " "), "name": target.name}
    if not target.name:
        return _("No %(kind)s here is known for the id %(id)s.") % {
            **values,
            "id": target.foreign,
        }
    return _("There is no %(kind)s “%(name)s” here, or several.") % values


def _what(raw: Mapping[str, Any], own: Data) -> str:
    kind = modules().get(own["module"])
    return str(kind.label) if kind else str(raw["module"])
