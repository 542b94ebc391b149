"""Forms of devices."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from devices.models import Device


class DeviceForm(forms.ModelForm[Device]):
    """What can be changed of a device; the SIP user name is part of its digest."""

    class Meta:
        model = Device
        fields: ClassVar = [
            "name",
            "kind",
            "enabled",
            "caller_number",
            "emergency_number",
        ]


class NewDeviceForm(DeviceForm):
    """A telephone of nobody, such as the one in the lobby."""

    class Meta(DeviceForm.Meta):
        fields: ClassVar = ["name", "sip_username", *DeviceForm.Meta.fields[1:]]
