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
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot
from pbxportal.lib.refto import RefTo


class DeviceSettings(Settings):
    """Which device to ring, and for how long."""

    device: Annotated[UUID, RefTo("device")] = setting(_("Device"))
    timeout: int = setting(_("Ring for"), 20, ge=1, le=300, help=_("Seconds."))


class Device(Module[DeviceSettings]):
    """One device rings, whoever's it is."""

    label, icon, category = _("Device"), "device-landline-phone", "advanced"
    help = _("Rings one device. If nobody answers, the call goes on.")
    Settings = DeviceSettings
    examples = ({"device": "01900000-0000-7000-8000-000000000002", "timeout": 15},)
    exits = (Branch(DEFAULT_BRANCH, _("Not answered")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        device = snapshot.devices.get(self.settings.device)
        if device and not device.enabled:
            yield Finding("no_device", node.path, "device", {"name": device.name})

    def lower(self, scope: Scope) -> None:
        device = scope.device(self.settings.device)
        devices = (device,) if device and device.enabled else ()
        name = device.name if device else ""
        onwards = scope.to(DEFAULT_BRANCH, Cause.AS_DIALLED)
        scope.emit(
            Dial(self.settings.device, name, devices, self.settings.timeout, onwards)
        )
