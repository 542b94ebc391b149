"""Tables of devices."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from devices.models import Device
from tenants.generic.tables import LinkColumn


class DeviceTable(tables.Table):
    """Telephones of the account."""

    name = LinkColumn("device")
    user = tables.Column(
        _("User"), accessor="user_link__user", order_by="user_link__user__extension"
    )

    class Meta:
        model = Device
        fields: ClassVar = ["name", "sip_username", "kind", "user", "enabled"]
