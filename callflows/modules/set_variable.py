"""Puts a value into a variable of the call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows import variables
from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import SetVariable
from callflows.lowering import Scope
from callflows.module import (
    DEFAULT_BRANCH,
    Branch,
    Module,
    Reference,
    Settings,
    setting,
)
from callflows.shown import ShownName
from callflows.snapshot_types import CallflowInfo, Given, Snapshot
from callflows.variables import NAME_HELP, TEXT, VariableName
from pbxportal.lib.refto import RefTo


class SetVariableSettings(Settings):
    """Which variable, and what it holds from now on."""

    name: VariableName = setting(_("Variable"), help=NAME_HELP)
    kind: Literal["text", "user", "device", "voicemail_box", "callflow", "queue"] = (
        setting(_("Type"), "text", choices=variables.KINDS)
    )
    text: ShownName = setting(
        _("Text"), "", when=("kind", TEXT), help=_("Empty: it holds nothing any more.")
    )
    user: Annotated[UUID, RefTo("user")] | None = setting(
        _("User"), None, when=("kind", "user")
    )
    device: Annotated[UUID, RefTo("device")] | None = setting(
        _("Device"), None, when=("kind", "device")
    )
    voicemail_box: Annotated[UUID, RefTo("voicemail_box")] | None = setting(
        _("Mailbox"), None, when=("kind", "voicemail_box")
    )
    callflow: Annotated[UUID, RefTo("callflow")] | None = setting(
        _("Callflow"), None, when=("kind", "callflow")
    )
    queue: Annotated[UUID, RefTo("queue")] | None = setting(
        _("Queue"), None, when=("kind", "queue")
    )


class SetVariableModule(Module[SetVariableSettings]):
    """Modules that come later, in other callflows too, can ask for the variable."""

    label, icon, category = _("Callflow variable"), "variable", "advanced"
    help = _(
        "Keeps a user, a device, a mailbox, a callflow, a queue or a text with the call. "
        "Modules marked “Advanced” go there later, in other callflows of the account too."
    )
    Settings = SetVariableSettings
    examples = (
        {
            "name": "agent",
            "kind": "user",
            "user": "01900000-0000-7000-8000-000000000001",
        },
        {
            "name": "department",
            "kind": "callflow",
            "callflow": "01900000-0000-7000-8000-000000000005",
        },
        {"name": "customer", "text": "Gold"},
    )
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)
    remembers = True

    @property
    def _id(self) -> UUID | None:
        found: UUID | None = getattr(self.settings, self.settings.kind, None)
        return found if self.settings.kind != TEXT else None

    def references(self) -> Iterator[Reference]:
        """The object of the chosen type alone."""
        if self._id:
            yield Reference(self.settings.kind, self._id, self.settings.kind)

    def gives(self) -> Iterable[Given]:
        return [Given(self.settings.name, self.settings.kind, self._id)]

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        kind = self.settings.kind
        if kind != TEXT and self._id is None:
            title = {"title": SetVariableSettings.model_fields[kind].title}
            yield Finding("missing_setting", node.path, kind, title)
        target = snapshot.get(CallflowInfo, self._id)
        if target and not target.published:
            yield Finding("unpublished_target", node.path, kind, {"name": target.name})

    def caption(self, snapshot: Snapshot) -> str:
        return f"{self.settings.name}: {self._shown(snapshot)}"

    def lower(self, scope: Scope) -> None:
        value = str(self._id or "") or self.settings.text
        if self.settings.kind != TEXT and not self._shown(scope.snapshot):
            value = ""  # what the account does not have is nothing
        shown = self._shown(scope.snapshot)
        scope.emit(SetVariable(self.settings.name, value, shown))
        scope.go_on()

    def _shown(self, snapshot: Snapshot) -> str:
        if self.settings.kind == TEXT:
            return self.settings.text
        return snapshot.name(self.settings.kind, self._id) if self._id else ""
