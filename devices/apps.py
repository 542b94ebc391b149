"""Telephones."""

from django.apps import AppConfig


class DevicesConfig(AppConfig):
    name = "devices"

    def ready(self) -> None:
        from devices import services
        from devices.applications import APPLICATIONS
        from devices.models import Device
        from tenants import applications, refs, units

        applications.register(*APPLICATIONS)
        refs.register(refs.Kind("device", Device, "device", "device"))
        units.register(services.all_units)
