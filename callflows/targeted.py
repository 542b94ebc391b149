"""Modules that lead to one object of the account, given or held by a variable.

What a variable may hold is known when a callflow is published: all that live callflows
of the account put into it. Each of these is written out and compared with what the call
carries, so that a value can only ever choose among them.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows import variables
from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import BranchOnValue, Source, ValueCase
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Info, Snapshot
from callflows.variables import VariableName

# Each is a block of the dialplan.
MOST_VALUES = 200


class TargetSettings(Settings):
    """Settings of such a module.

    Each declares these itself, by the functions below, so that they come last in forms.
    """

    if TYPE_CHECKING:
        advanced: bool
        variable: VariableName | None


S = TypeVar("S", bound=TargetSettings)


def advanced() -> Any:
    """The switch between one object and a variable."""
    return setting(_("Advanced"), False, help=_("A variable of the call says which."))


def variable() -> Any:
    """The variable's name."""
    return setting(
        _("Route variable"),
        None,
        when=("advanced", True),
        help=_(
            "As a module “Callflow variable” has set it. If it holds nothing of this "
            "kind, what is chosen above is taken; without that the call goes on."
        ),
    )


class Targeted(Module[S]):
    """A subclass names the setting and the type of its object, and lowers to one."""

    target: ClassVar[str]
    shape: ClassVar[type[Info]]

    @property
    def fixed(self) -> UUID | None:
        """The object that is given in the settings."""
        found: UUID | None = getattr(self.settings, self.target)
        return found

    @property
    def varies(self) -> str:
        """The variable that says which object; empty without one."""
        return (self.settings.advanced and self.settings.variable) or ""

    def branches(self) -> tuple[Branch, ...]:
        """Without an object to fall back on a call may go on."""
        own = super().branches()
        if self.settings.advanced and not self.fixed and not own:
            return (Branch(DEFAULT_BRANCH, _("No such value")),)
        return own

    def takes(self) -> Iterable[tuple[str, str]]:
        """The variable, if it has one."""
        return [(self.varies, self.shape.kind)] if self.varies else []

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        """Whether it is known where to lead to, then what is wrong with each object."""
        missing = "variable" if self.settings.advanced else self.target
        if getattr(self.settings, missing) is None:
            title = type(self.settings).model_fields[missing].title
            yield Finding("missing_setting", node.path, missing, {"title": title})
        if self.varies:
            yield from self._check_variable(node, snapshot)
        fixed = snapshot.get(self.shape, self.fixed)
        told: list[Finding] = []
        for info in [*snapshot.held(self.varies, self.shape), *([fixed] * bool(fixed))]:
            # What is not about one object in particular is told once.
            told += [f for f in self.check_target(info, node) if f not in told]
        yield from told

    def _check_variable(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        kind = self.shape.kind
        yield from variables.check(self.varies, kind, node.path, "variable", snapshot)
        count = len(snapshot.held(self.varies, self.shape))
        if count > MOST_VALUES:
            values = {"name": self.varies, "count": count, "most": MOST_VALUES}
            yield Finding("too_many_values", node.path, "variable", values)

    def check_target(self, info: Any, node: Node) -> Iterable[Finding]:
        """What is wrong with an object that it may lead to."""
        return ()

    def caption(self, snapshot: Snapshot) -> str:
        """The object's name, after the variable's."""
        name = snapshot.name(self.shape.kind, self.fixed) if self.fixed else ""
        return " / ".join(part for part in (self.varies, name) if part)

    def lower(self, scope: Scope) -> None:
        """One part for each value, or the one object alone."""
        if not self.varies:
            self.lower_to(scope, self.fixed)
            return
        cases = [
            ValueCase(str(info.id), info.name, scope.part(self._to(info.id)))
            for info in scope.snapshot.held(self.varies, self.shape)
        ]
        otherwise = scope.part(self._to(self.fixed))
        scope.emit(BranchOnValue(Source.VARIABLE, self.varies, tuple(cases), otherwise))

    def _to(self, id: UUID | None) -> Any:
        return lambda scope: self.lower_to(scope, id)

    @abstractmethod
    def lower_to(self, scope: Scope, id: UUID | None) -> None:
        """Leads to the object; with None it leaves by the default branch."""
