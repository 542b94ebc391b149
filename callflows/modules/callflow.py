"""Goes on in another callflow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Cause, HangUp, Jump
from callflows.lowering import Scope
from callflows.module import setting
from callflows.snapshot_types import CallflowInfo
from callflows.targeted import Targeted, TargetSettings, advanced, variable
from callflows.variables import VariableName
from pbxportal.lib.refto import RefTo


class CallflowSettings(TargetSettings):
    """Which callflow."""

    callflow: Annotated[UUID, RefTo("callflow")] | None = setting(
        _("Callflow"), None, unless="advanced"
    )
    advanced: bool = advanced()
    variable: VariableName | None = variable()


class CallflowModule(Targeted[CallflowSettings]):
    """The call goes on at the root of another callflow, as that one is published."""

    label, icon, category = _("Callflow"), "arrow-ramp-right", "advanced"
    help = _("Goes to another callflow. The call does not come back.")
    Settings, target, shape = CallflowSettings, "callflow", CallflowInfo
    examples = (
        {"callflow": "01900000-0000-7000-8000-000000000005"},
        {"advanced": True, "variable": "department"},
    )

    def check_target(self, info: CallflowInfo, node: Node) -> Iterator[Finding]:
        if not info.published:
            values = {"name": info.name}
            yield Finding("unpublished_target", node.path, "callflow", values)

    def lower_to(self, scope: Scope, id: UUID | None) -> None:
        if id is None:
            scope.go_on(Cause.UNAVAILABLE)
            return
        target = scope.find(CallflowInfo, id)
        scope.emit(Jump(target) if target else HangUp(Cause.UNAVAILABLE))
