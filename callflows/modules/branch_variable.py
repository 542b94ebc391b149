"""Branches on what a call carries along."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, StringConstraints

from callflows import variables
from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import BranchOnValue, Source, ValueCase
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.shown import ShownName
from callflows.snapshot_types import Snapshot
from callflows.variables import NAME_HELP, TEXT, VariableName


def _own_exit(text: str) -> str:
    if text == DEFAULT_BRANCH or text != text.strip():
        raise ValueError(gettext("blanks at its ends and a mere _ can't be compared"))
    return text


Value = Annotated[ShownName, StringConstraints(min_length=1), AfterValidator(_own_exit)]


class BranchVariableSettings(Settings):
    """What is looked at, and the values that lead somewhere."""

    source: Literal["variable", "caller", "dialled"] = setting(
        _("Look at"),
        "variable",
        choices={
            "variable": _("A variable"),
            "caller": _("The caller's number, its digits"),
            "dialled": _("The number that was dialled"),
        },
    )
    variable: VariableName | None = setting(
        _("Variable"), None, when=("source", "variable"), help=NAME_HELP
    )
    values: tuple[Value, ...] = setting(
        _("Values"),
        min_length=1,
        max_length=50,
        help=_("Each is an exit. Capital and small letters are not the same."),
    )


class BranchVariable(Module[BranchVariableSettings]):
    """Each value is an exit; whatever is none of them takes the last one."""

    label, icon, category = _("Branch by variable"), "git-fork", "advanced"
    help = _(
        "Leads calls by a text that was put into a variable, by what the caller has "
        "entered, or by one of the call's numbers."
    )
    Settings = BranchVariableSettings
    examples = (
        {"variable": "customer", "values": ["Gold", "Silver"]},
        {"source": "caller", "values": ["6045550100"]},
    )
    exits = (Branch(DEFAULT_BRANCH, _("Anything else")),)

    def branches(self) -> tuple[Branch, ...]:
        own = (Branch(value, value, chosen=True) for value in self._values())
        return (*own, *self.exits)

    def takes(self) -> Iterable[tuple[str, str]]:
        return [(self._variable, TEXT)] if self._variable else []

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        variable = self._variable
        if variable:
            yield from variables.check(variable, TEXT, node.path, "variable", snapshot)
        elif self.settings.source == "variable":
            yield Finding("missing_setting", node.path, "variable", _TITLE)

    def caption(self, snapshot: Snapshot) -> str:
        return self._variable

    def lower(self, scope: Scope) -> None:
        cases = (ValueCase(v, v, scope.to(v)) for v in self._values())
        source, otherwise = Source(self.settings.source), scope.to(DEFAULT_BRANCH)
        scope.emit(BranchOnValue(source, self._variable, tuple(cases), otherwise))

    @property
    def _variable(self) -> str:
        used = self.settings.source == "variable"
        return (used and self.settings.variable) or ""

    def _values(self) -> Iterable[str]:
        return dict.fromkeys(self.settings.values)


_TITLE = {"title": BranchVariableSettings.model_fields["variable"].title}
