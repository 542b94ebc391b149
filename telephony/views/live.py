"""Live calls and registrations: pages that follow the account's stream."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext_lazy as _

from devices.models import Device
from tenants.access import Right
from tenants.generic.pages import AccountPage


class LivePage(AccountPage):
    """A page whose island opens the account's websocket."""

    right = Right.VIEW_CALLS


class LiveCalls(LivePage):
    """Calls in progress."""

    title = _("Live calls")
    template_name = "live/calls.html"


class Registrations(LivePage):
    """Devices that are registered now."""

    title = _("Registrations")
    template_name = "telephony/registrations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Names all devices: those that are not registered are shown as well."""
        realm = self.actor.account.realm
        devices = [
            {"endpoint": device.endpoint(realm), "device": device.name}
            for device in Device.objects.filter(enabled=True)
        ]
        return super().get_context_data(devices_json=json.dumps(devices), **kwargs)
