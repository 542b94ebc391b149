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
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot
from pbxportal.lib.refto import RefTo


class UserSettings(Settings):
    """Whom to ring, and for how long."""

    user: Annotated[UUID, RefTo("user")] = setting(_("User"))
    timeout: int = setting(_("Ring for"), 20, ge=1, le=300, help=_("Seconds."))


class User(Module[UserSettings]):
    """All devices of the user ring together."""

    label, icon, category = _("User"), "user", "basic"
    help = _("Rings all devices of a user. If nobody answers, the call goes on.")
    Settings = UserSettings
    examples = ({"user": "01900000-0000-7000-8000-000000000001", "timeout": 20},)
    exits = (Branch(DEFAULT_BRANCH, _("Not answered")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        user = snapshot.users.get(self.settings.user)
        if user and not any(device.enabled for device in user.devices):
            yield Finding("no_device", node.path, "user", {"name": user.name})

    def lower(self, scope: Scope) -> None:
        user = scope.user(self.settings.user)
        devices = tuple(d for d in user.devices if d.enabled) if user else ()
        name = user.name if user else ""
        onwards = scope.to(DEFAULT_BRANCH, Cause.AS_DIALLED)
        scope.emit(
            Dial(self.settings.user, name, devices, self.settings.timeout, onwards)
        )
