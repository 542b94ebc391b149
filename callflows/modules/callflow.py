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
from callflows.module import Module, Settings, setting
from callflows.snapshot_types import Snapshot
from pbxportal.lib.refto import RefTo


class CallflowSettings(Settings):
    """Which callflow."""

    callflow: Annotated[UUID, RefTo("callflow")] = setting(_("Callflow"))


class CallflowModule(Module[CallflowSettings]):
    """The call goes on at the root of another callflow, as that one is published."""

    label, icon, category = _("Callflow"), "arrow-ramp-right", "advanced"
    help = _("Goes to another callflow. The call does not come back.")
    Settings = CallflowSettings
    examples = ({"callflow": "01900000-0000-7000-8000-000000000005"},)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        target = snapshot.callflows.get(self.settings.callflow)
        if target and not target.published:
            yield Finding(
                "unpublished_target", node.path, "callflow", {"name": target.name}
            )

    def lower(self, scope: Scope) -> None:
        target = scope.callflow(self.settings.callflow)
        scope.emit(Jump(target) if target else HangUp(Cause.UNAVAILABLE))
