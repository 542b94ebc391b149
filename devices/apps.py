"""Telephones."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "devices"

    def ready(self) -> None:
        from devices.models import Device
        from tenants import refs

        refs.register(refs.Kind("device", Device, "device", "device"))
