"""Shows another caller: a chosen one, or what the caller enters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from callflows import variables
from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import (
    Answer,
    BranchOnValue,
    CollectDigits,
    ShowCaller,
    Showing,
    ShowVariable,
    Source,
    ValueCase,
)
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.shown import ShownName, ShownNumber
from callflows.snapshot_types import MediaInfo, Snapshot
from callflows.variables import NAME_HELP, TEXT, VariableName
from pbxportal.lib.refto import RefTo

NONE = "none"
# Where what is keyed in is kept; no variable of a callflow begins like this.
_KEYED = "_shown_caller"
_SECONDS, _TRIES = 5, 3

Keys = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}$")]


class Entry(Settings):
    """A caller ID that can be chosen, and the digits that choose it."""

    keys: Keys = setting(_("Keys"))
    name: ShownName = setting(_("Name"), "")
    number: ShownNumber = setting(_("Number"), "")


class DynamicCallerIdSettings(Settings):
    """Who says what is shown, and what."""

    how: Literal["fixed", "list", "keyed", "variable"] = setting(
        _("What is shown"),
        "fixed",
        choices={
            "fixed": _("Always the same"),
            "list": _("What the caller chooses from a list"),
            "keyed": _("The number that the caller enters"),
            "variable": _("The number that a variable holds"),
        },
    )
    name: ShownName = setting(_("Name"), "", when=("how", "fixed"))
    number: ShownNumber = setting(_("Number"), "", when=("how", "fixed"))
    entries: tuple[Entry, ...] = setting(
        _("List"),
        (),
        max_length=50,
        when=("how", "list"),
        help=_("The keys, and what is shown then; what is empty stays as it is."),
    )
    prompt: Annotated[UUID, RefTo("media")] | None = setting(
        _("Prompt"), None, when=("how", "list", "keyed"), help=_("Says what to enter.")
    )
    most: int = setting(_("Most digits"), 11, ge=1, le=20, when=("how", "keyed"))
    variable: VariableName | None = setting(
        _("Variable"), None, when=("how", "variable"), help=NAME_HELP
    )


class DynamicCallerId(Module[DynamicCallerIdSettings]):
    """Whoever is rung later sees another name and number than the call came with."""

    label, icon, category = _("Dynamic caller ID"), "id", "caller_id"
    help = _(
        "Shows another name and number where the call rings later: given here, chosen or "
        "entered by the caller. # ends what is entered; three tries."
    )
    Settings = DynamicCallerIdSettings
    examples = (
        {"name": "Support", "number": "+16045550100"},
        {
            "how": "list",
            "entries": [
                {"keys": "1", "name": "Sales", "number": "6045550101"},
                {"keys": "2", "name": "Support", "number": "6045550102"},
            ],
            "prompt": "01900000-0000-7000-8000-000000000004",
        },
        {"how": "keyed", "most": 10},
        {"how": "variable", "variable": "callback"},
    )
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def branches(self) -> tuple[Branch, ...]:
        if self._asks:
            return (*self.exits, Branch(NONE, _("Nothing of the kind entered")))
        return self.exits

    def takes(self) -> Iterable[tuple[str, str]]:
        return [(self._variable, TEXT)] if self._variable else []

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        settings = self.settings
        if settings.how == "fixed" and not (settings.name or settings.number):
            yield Finding("no_caller_id", node.path, "name")
        if self._asks and settings.prompt is None:
            yield Finding("no_prompt", node.path, "prompt")
        yield from self._check_list(node)
        if variable := self._variable:
            yield from variables.check(variable, TEXT, node.path, "variable", snapshot)
        elif settings.how == "variable":
            title = {"title": DynamicCallerIdSettings.model_fields["variable"].title}
            yield Finding("missing_setting", node.path, "variable", title)

    def _check_list(self, node: Node) -> Iterator[Finding]:
        if self.settings.how != "list":
            return
        if not self.settings.entries:
            title = {"title": DynamicCallerIdSettings.model_fields["entries"].title}
            yield Finding("missing_setting", node.path, "entries", title)
        keys = [entry.keys for entry in self.settings.entries]
        for twice in sorted({each for each in keys if keys.count(each) > 1}):
            yield Finding("keys_twice", node.path, "entries", {"keys": twice})

    def caption(self, snapshot: Snapshot) -> str:
        settings = self.settings
        if settings.how == "fixed":
            return f"{settings.name} {settings.number}".strip()
        return self._variable

    def lower(self, scope: Scope) -> None:
        match self.settings.how:
            case "fixed":
                _show(scope, self.settings.name, self.settings.number)
            case "variable":
                if self._variable:
                    scope.emit(ShowVariable(self._variable))
                scope.go_on()
            case "keyed":
                self._ask(scope, self.settings.most, _show_keyed)
            case "list":
                longest = max((len(e.keys) for e in self.settings.entries), default=1)
                self._ask(scope, longest, self._choose)

    def _ask(self, scope: Scope, most: int, then: Callable[[Scope], None]) -> None:
        prompt = scope.find(MediaInfo, self.settings.prompt)
        entered, nothing = scope.part(then), scope.to(NONE)
        asked = (_KEYED, prompt, most, "#", _SECONDS, _TRIES, entered, nothing)
        scope.emit(Answer(), CollectDigits(*asked))

    def _choose(self, scope: Scope) -> None:
        first: dict[str, Entry] = {}
        for entry in self.settings.entries:
            first.setdefault(entry.keys, entry)
        cases = (
            ValueCase(
                entry.keys,
                entry.keys,
                scope.part(partial(_show, name=entry.name, number=entry.number)),
            )
            for entry in first.values()
        )
        none = scope.to(NONE)
        scope.emit(BranchOnValue(Source.VARIABLE, _KEYED, tuple(cases), none))

    @property
    def _asks(self) -> bool:
        return self.settings.how in ("list", "keyed")

    @property
    def _variable(self) -> str:
        return (self.settings.how == "variable" and self.settings.variable) or ""


def _show(scope: Scope, name: str, number: str) -> None:
    scope.emit(ShowCaller(Showing.INSTEAD, name, number))
    scope.go_on()


def _show_keyed(scope: Scope) -> None:
    scope.emit(ShowVariable(_KEYED))
    scope.go_on()
