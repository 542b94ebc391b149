"""Two documents of a callflow, and what differs between them in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from callflows import difference, snapshot
from callflows.difference import MISSING, Added, Change, Changed, Moved, Setting
from callflows.document import Flow, parse
from callflows.instructions import Path
from callflows.models import Callflow
from callflows.module import Module, modules, reference_fields
from callflows.services.drafts import StaleDraft
from callflows.services.outline import exit_name, label
from callflows.snapshot_types import Snapshot
from tenants.actor import required


@dataclass(frozen=True)
class Told:
    """A change in words. `settings` are triples of title, before and after."""

    kind: str
    path: Path
    before: Path
    text: str
    settings: tuple[tuple[str, str, str], ...]
    change: Change

    def as_json(self) -> dict[str, Any]:
        """For REST: words, and the values themselves."""
        raw: dict[str, Any] = {
            "kind": self.kind,
            "path": list(self.path),
            "text": self.text,
        }
        if isinstance(self.change, Moved | Changed):
            raw["from"] = list(self.change.before)
        if isinstance(self.change, Changed):
            raw["settings"] = [
                _setting_json(setting, words)
                for setting, words in zip(
                    self.change.settings, self.settings, strict=True
                )
            ]
        return raw


def _setting_json(setting: Setting, words: tuple[str, str, str]) -> dict[str, Any]:
    title, before, after = words
    raw: dict[str, Any] = {"name": list(setting.name), "title": title}
    for key, value in (("before", setting.before), ("after", setting.after)):
        if value is not MISSING:
            raw[key] = value
    return {**raw, "before_text": before, "after_text": after}


def compare(old: Any, new: Any) -> list[Told]:
    """What must happen to `old` to make it `new`; a constant number of queries."""
    changes = difference.difference(old, new)
    before, after = parse(old), parse(new)
    teller = _Teller(before, after, known_of(before, after))
    return [teller.tell(change) for change in _outermost(changes)]


def known_of(before: Flow, after: Flow) -> Snapshot:
    """What the two point at."""
    references = before.references | after.references
    return snapshot.load(required().account, references)


def document_of(flow: Callflow, name: str) -> Any:
    """The document that `name` names: "draft", "live" or a version's number.

    Raises Http404 when there is none.
    """
    if name == "draft":
        return flow.draft
    if name == "live":
        return flow.live.document if flow.live else {}
    number = int(name) if name.isascii() and name.isdigit() and len(name) < 9 else -1
    return get_object_or_404(flow.versions, number=number).document


def conflict(error: StaleDraft) -> dict[str, Any]:
    """What somebody must know whose draft is stale, as JSON.

    `stored_changes` and `your_changes` lead from the draft that was read to the stored
    one and to theirs (None if that draft is not kept any more), `conflicts` are places
    that both touch, `difference` leads from the stored draft to theirs.
    """
    stored = error.stored
    told: dict[str, Any] = {
        "revision": stored.revision,
        "draft": stored.draft,
        "base_revision": error.revision,
        "stored_changes": None,
        "your_changes": None,
        "conflicts": None,
        "difference": None,
    }
    if error.base is not None:
        told["stored_changes"] = _as_json(compare(error.base, stored.draft))
    if error.mine is not None:
        told["difference"] = _as_json(compare(stored.draft, error.mine))
    if error.base is not None and error.mine is not None:
        told["your_changes"] = _as_json(compare(error.base, error.mine))
        told["conflicts"] = difference.conflicts(
            difference.difference(error.base, stored.draft),
            difference.difference(error.base, error.mine),
        )
    return told


def _as_json(changes: Iterable[Told]) -> list[dict[str, Any]]:
    return [change.as_json() for change in changes]


def _outermost(changes: list[Change]) -> list[Change]:
    """Without what came or went along with the module above it."""
    whole = {(type(c), c.path) for c in changes}
    return [
        change
        for change in changes
        if isinstance(change, Moved | Changed)
        or not change.path
        or (type(change), change.path[:-1]) not in whole
    ]


class _Teller:
    """Puts changes into words, with the names of the account's objects."""

    def __init__(self, before: Flow, after: Flow, known: Snapshot) -> None:
        self.before, self.after, self.known = before, after, known

    def tell(self, change: Change) -> Told:
        """The change as a sentence."""
        kind = type(change).__name__.lower()
        settings: tuple[tuple[str, str, str], ...] = ()
        before = change.before if isinstance(change, Moved | Changed) else change.path
        if isinstance(change, Changed):
            settings = tuple(self._setting(change.path, s) for s in change.settings)
        return Told(kind, change.path, before, self._text(change), settings, change)

    def _text(self, change: Change) -> str:
        if isinstance(change, Added):
            values = self._values(self.after, change.path)
            return _("“%(module)s” is new at %(place)s.") % values
        if isinstance(change, Moved):
            values = self._values(self.after, change.path)
            values["from"] = self._place(self.before, change.before)
            return _("“%(module)s” moved from %(from)s to %(place)s.") % values
        if isinstance(change, Changed):
            values = self._values(self.after, change.path)
            return _("“%(module)s” at %(place)s has changed.") % values
        values = self._values(self.before, change.path)
        return _("“%(module)s” at %(place)s is gone.") % values

    def _values(self, flow: Flow, path: Path) -> dict[str, str]:
        node = flow.nodes.get(path)
        name = label(node, self.known) if node else "?"
        return {"module": name, "place": self._place(flow, path)}

    def _place(self, flow: Flow, path: Path) -> str:
        parent = flow.nodes.get(path[:-1])
        if not path or parent is None:
            return _("the beginning")
        return _("“%(module)s”, exit “%(exit)s”") % {
            "module": label(parent, self.known),
            "exit": exit_name(flow, self.known, path) or path[-1],
        }

    def _setting(self, path: Path, setting: Setting) -> tuple[str, str, str]:
        node = self.after.nodes.get(path)
        kind = modules().get(node.name) if node else None
        name = setting.name[-1] if setting.name else ""
        title = _title(kind, setting.name)
        values = (setting.before, setting.after)
        before, after = (self._value(kind, name, value) for value in values)
        return title, before, after

    def _value(self, kind: type[Module[Any]] | None, name: str, value: Any) -> str:
        if name == "module" and isinstance(value, str):
            found = modules().get(value)
            return str(found.label) if found else value
        info = kind.Settings.model_fields.get(name) if kind else None
        if value is MISSING and info is not None and not info.is_required():
            value = info.default
        if kind and name in reference_fields(kind.Settings):
            return self._names(reference_fields(kind.Settings)[name], value)
        choices = _choices(kind, name)
        if isinstance(value, str) and value in choices:
            return choices[value]
        return _plain(value)

    def _names(self, kind: str, value: Any) -> str:
        many = value if isinstance(value, (list, tuple)) else [value]
        names = [self._name(kind, item) for item in many]
        return ", ".join(names) or _plain(None)

    def _name(self, kind: str, value: Any) -> str:
        try:
            known = self.known.name(kind, UUID(str(value)))
        except ValueError:
            known = ""
        return known or _plain(value)


def _title(kind: type[Module[Any]] | None, name: tuple[str, ...]) -> str:
    own = {(): _("Content"), ("module",): _("Module"), ("skip",): _("Skipped")}
    if name in own:
        return own[name]
    info = kind.Settings.model_fields.get(name[-1]) if kind else None
    return str(info.title) if info and info.title else name[-1]


def _choices(kind: type[Module[Any]] | None, name: str) -> Mapping[str, str]:
    if kind is None:
        return {}
    properties = kind.Settings.model_json_schema().get("properties", {})
    choices: Mapping[str, str] = properties.get(name, {}).get("choices", {})
    return choices


def _plain(value: Any) -> str:
    if value is MISSING or value is None or value in ("", [], ()):
        return _("not set")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(item) for item in value)
    return str(value)
