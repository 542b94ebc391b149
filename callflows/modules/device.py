"""Rings one telephone."""

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
from callflows.snapshot_types import DeviceInfo
from callflows.targeted import Targeted, TargetSettings, advanced, variable
from callflows.variables import VariableName
from pbxportal.lib.refto import RefTo


class DeviceSettings(TargetSettings):
    """Which device to ring, and for how long."""

    device: Annotated[UUID, RefTo("device")] | None = setting(
        _("Device"), None, unless="advanced"
    )
    timeout: int = setting(_("Ring for"), 20, ge=1, le=300, help=_("Seconds."))
    advanced: bool = advanced()
    variable: VariableName | None = variable()


class Device(Targeted[DeviceSettings]):
    """One device rings, whoever's it is."""

    label, icon, category = _("Device"), "device-landline-phone", "advanced"
    help = _("Rings one device. If nobody answers, the call goes on.")
    Settings, target, shape = DeviceSettings, "device", DeviceInfo
    examples = (
        {"device": "01900000-0000-7000-8000-000000000002", "timeout": 15},
        {"advanced": True, "variable": "door"},
    )
    exits = (Branch(DEFAULT_BRANCH, _("Not answered")),)

    def check_target(self, info: DeviceInfo, node: Node) -> Iterator[Finding]:
        if not info.enabled:
            yield Finding("no_device", node.path, "device", {"name": info.name})

    def lower_to(self, scope: Scope, id: UUID | None) -> None:
        if id is None:
            scope.go_on()
            return
        device = scope.find(DeviceInfo, id)
        devices = (device,) if device and device.enabled else ()
        name = device.name if device else ""
        onwards = scope.to(DEFAULT_BRANCH, Cause.AS_DIALLED)
        scope.emit(Dial(id, name, devices, self.settings.timeout, onwards))
