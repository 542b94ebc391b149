"""Lets the caller find a person by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Answer, FindByName
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import DirectoryInfo, MediaInfo, Snapshot
from pbxportal.lib.refto import RefTo

OPERATOR = "0"


class DirectorySettings(Settings):
    """Which directory, and how patiently."""

    directory: Annotated[UUID, RefTo("directory")] = setting(_("Directory"))
    prompt: Annotated[UUID, RefTo("media")] | None = setting(
        _("Prompt"), None, help=_("Instead of the usual announcement.")
    )
    timeout: int = setting(
        _("Wait for"), 5, ge=1, le=60, help=_("Seconds, after the prompt has ended.")
    )
    tries: int = setting(_("Tries"), 3, ge=1, le=10)


class Directory(Module[DirectorySettings]):
    """The caller enters the first three letters of a name."""

    label, icon, category = _("Directory"), "address-book", "advanced"
    help = _(
        "Dial by name. Who is found is announced, and the call goes on in the callflow "
        "of their entry. Key 0 asks for the operator, * leaves."
    )
    Settings = DirectorySettings
    examples = ({"directory": "01900000-0000-7000-8000-000000000034"},)
    exits = (
        Branch(OPERATOR, _("Operator (key 0)"), optional=True),
        Branch(DEFAULT_BRANCH, _("Nobody found")),
    )

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        found = snapshot.get(DirectoryInfo, self.settings.directory)
        if found and not any(who.callflow.published for who in found.listed):
            yield Finding("nobody_listed", node.path, "directory", {"name": found.name})

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        directory = scope.find(DirectoryInfo, settings.directory)
        if directory is None:
            scope.go_on()
            return
        nobody = scope.to(DEFAULT_BRANCH)
        scope.emit(
            Answer(),
            FindByName(
                directory=directory,
                prompt=scope.find(MediaInfo, settings.prompt),
                seconds=settings.timeout,
                tries=settings.tries,
                operator=scope.to(OPERATOR) if OPERATOR in scope.keys else nobody,
                nobody=nobody,
            ),
        )
