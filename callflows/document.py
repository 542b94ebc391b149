"""The document of a callflow: JSON in, a Flow out, and the same JSON out again.

A document is a tree of `{"module": "menu", "data": {…}, "children": {"1": {…}}}`, with
`"skip": true` on a module that calls pass by. Reading one never fails: what is wrong
with it becomes a finding, and what is not known here is kept as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from callflows.findings import Finding
from callflows.instructions import Path
from callflows.module import Branch, Module, modules
from callflows.setting_reasons import why
from callflows.snapshot_types import Given

_KNOWN_SHAPES: Mapping[str, tuple[type, str]] = {
    "data": (dict, "its data is no object"),
    "children": (dict, "its children are no object"),
    "skip": (bool, "its skip is neither true nor false"),
}


@dataclass(frozen=True)
class Node:
    """A module at its place in the document.

    `module` holds the typed settings; it is None when they are not valid. `keys` are
    the branches that lead to another node, in the document's order.
    """

    path: Path
    name: str
    raw: Mapping[str, Any]
    keys: tuple[str, ...]
    skip: bool
    module: Module[Any] | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def branches(self) -> tuple[Branch, ...]:
        """The module's exits; none while its settings are not valid."""
        return self.module.branches() if self.module else ()


@dataclass(frozen=True)
class UnknownNode(Node):
    """What is at a place where no known module is. Shown locked, kept as it is."""


@dataclass(frozen=True)
class Flow:
    """A document that has been read: its nodes by path, the root's path being ()."""

    document: Any
    nodes: Mapping[Path, Node] = field(default_factory=dict)

    @cached_property
    def references(self) -> frozenset[tuple[str, UUID]]:
        """Kind and id of every object that the flow points at."""
        return frozenset(
            (ref.kind, ref.id)
            for node in self.nodes.values()
            if node.module
            for ref in node.module.references()
        )

    @cached_property
    def given(self) -> frozenset[Given]:
        """What calls may put into variables here."""
        return frozenset(given for module in self._run for given in module.gives())

    @cached_property
    def taken(self) -> frozenset[tuple[str, str]]:
        """Name and kind of all that is looked for in variables here."""
        return frozenset(taken for module in self._run for taken in module.takes())

    @property
    def _run(self) -> Iterator[Module[Any]]:
        """The modules that calls do not pass by."""
        for node in self.nodes.values():
            if node.module and not node.skip:
                yield node.module

    def to_json(self) -> Any:
        """The document as it was read, with everything that was not understood."""
        return self.document


def load(text: str) -> Flow:
    """A flow from JSON text; ValueError if it is no JSON."""
    return parse(json.loads(text))


def dump(flow: Flow) -> str:
    """The document as compact JSON text, keys in the order in which they were."""
    return json.dumps(flow.to_json(), ensure_ascii=False, separators=(",", ":"))


def in_the_words_of(stored: Any, document: Any) -> Any:
    """The document, with all parts that say the same as stored written as they were.

    A program that has read a document and writes it back may have put keys into another
    order (JavaScript does so with digits) and numbers into another form: 1.0 as 1. That
    is no change, and must not look like one.
    """
    if isinstance(stored, dict) and isinstance(document, dict):
        # A loop, no comprehension: that would take a second frame of the stack a level.
        same = {}
        for key, value in stored.items():
            if key in document:
                same[key] = in_the_words_of(value, document[key])
        return {**same, **{k: v for k, v in document.items() if k not in stored}}
    if isinstance(stored, list) and isinstance(document, list):
        parts = []
        for old, new in zip(stored, document, strict=False):
            parts.append(in_the_words_of(old, new))
        return [*parts, *document[len(stored) :]]
    number = isinstance(stored, float) and not isinstance(document, bool)
    return stored if number and stored == document else document


def parse(document: Any) -> Flow:
    """A flow from a document, whatever it is. Findings are on the nodes."""
    if document == {} or document is None:
        return Flow(document)
    nodes: dict[Path, Node] = {}
    # A list, not recursion: a flow may be deeper than the interpreter's stack.
    waiting: list[tuple[Path, Any]] = [((), document)]
    while waiting:
        path, raw = waiting.pop()
        node = nodes[path] = _read_node(path, raw)
        below = [((*path, key), raw["children"][key]) for key in node.keys]
        waiting.extend(reversed(below))
    return Flow(document, nodes)


def _read_node(path: Path, raw: Any) -> Node:
    if reason := _wrong_shape(raw):
        found = Finding("not_a_module", path, values={"reason": reason})
        safe = raw if isinstance(raw, dict) else {}
        name = safe.get("module")
        name = name if isinstance(name, str) else ""
        return UnknownNode(path, name, safe, (), False, findings=(found,))
    name, skip = raw["module"], raw.get("skip", False)
    keys = tuple(raw.get("children", {}))
    kind = modules().get(name)
    if kind is None:
        found = Finding("unknown_module", path, values={"module": name})
        findings = () if skip else (found,)
        return UnknownNode(path, name, raw, keys, skip, findings=findings)
    try:
        module = kind(kind.Settings.model_validate(raw.get("data", {})))
    except ValidationError as error:
        wrong = () if skip else tuple(_wrong_settings(kind, path, error))
        return Node(path, name, raw, keys, skip, findings=wrong)
    return Node(path, name, raw, keys, skip, module)


def _wrong_shape(raw: Any) -> str:
    """Why this can't be a module; empty if it can."""
    if not isinstance(raw, dict):
        return "it is no object"
    if not isinstance(raw.get("module"), str):
        return "it has no name"
    for key, (shape, reason) in _KNOWN_SHAPES.items():
        if key in raw and not isinstance(raw[key], shape):
            return reason
    return ""


def _wrong_settings(
    kind: type[Module[Any]], path: Path, error: ValidationError
) -> Iterator[Finding]:
    """One finding a setting: that a list is too short only follows from a bad item."""
    told: set[str] = set()
    for problem in error.errors(include_url=False):
        name = str(problem["loc"][0]) if problem["loc"] else ""
        if name in told:
            continue
        told.add(name)
        field_info = kind.Settings.model_fields.get(name)
        title = (field_info.title if field_info else name) or kind.label
        code = "missing_setting" if problem["type"] == "missing" else "invalid_setting"
        values = {"title": title, "reason": why(problem)}
        yield Finding(code, path, name, values)
