"""Rings a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Cause, Dial
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, setting
from callflows.snapshot_types import UserInfo
from callflows.targeted import Targeted, TargetSettings, advanced, variable
from callflows.variables import VariableName
from pbxportal.lib.refto import RefTo


class UserSettings(TargetSettings):
    """Whom to ring, and for how long."""

    user: Annotated[UUID, RefTo("user")] | None = setting(
        _("User"), None, unless="advanced"
    )
    timeout: int = setting(_("Ring for"), 20, ge=1, le=300, help=_("Seconds."))
    advanced: bool = advanced()
    variable: VariableName | None = variable()


class User(Targeted[UserSettings]):
    """All devices of the user ring together."""

    label, icon, category = _("User"), "user", "basic"
    help = _("Rings all devices of a user. If nobody answers, the call goes on.")
    Settings, target, shape = UserSettings, "user", UserInfo
    examples = (
        {"user": "01900000-0000-7000-8000-000000000001", "timeout": 20},
        {"advanced": True, "variable": "agent"},
    )
    exits = (Branch(DEFAULT_BRANCH, _("Not answered")),)

    def check_target(self, info: UserInfo, node: Node) -> Iterator[Finding]:
        if not any(device.enabled for device in info.devices):
            yield Finding("no_device", node.path, "user", {"name": info.name})

    def lower_to(self, scope: Scope, id: UUID | None) -> None:
        if id is None:
            scope.go_on()
            return
        user = scope.find(UserInfo, id)
        devices = tuple(d for d in user.devices if d.enabled) if user else ()
        name = user.name if user else ""
        onwards = scope.to(DEFAULT_BRANCH, Cause.AS_DIALLED)
        scope.emit(
            Dial(
                id,
                name,
                devices,
                self.settings.timeout,
                onwards,
                forwards=user is not None,
            )
        )
