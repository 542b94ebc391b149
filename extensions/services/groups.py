"""Groups of users and devices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from callflows.services.usage import touch_callflows_using
from devices.models import Device
from extensions.models import Group, PhoneUser
from tenants import audit
from tenants.services import objects


def touch_group(group: Group) -> None:
    """Callflows that ring the group."""
    touch_callflows_using(group.pk)


@transaction.atomic
def save_group(
    group: Group,
    users: Iterable[PhoneUser] | None = None,
    devices: Iterable[Device] | None = None,
) -> None:
    """Saves a new or changed group; None leaves its users or devices as they are.

    Raises ValidationError by field.
    """
    objects.save(group, touch_group)
    before = _members(group)
    if users is not None:
        group.users.set(users)
    if devices is not None:
        group.devices.set(devices)
    after = _members(group)
    if before != after:
        audit.record("members", group, before, after)
        touch_group(group)


def _members(group: Group) -> dict[str, list[str]]:
    return {
        "users": [str(user) for user in group.users.all()],
        "devices": [str(device) for device in group.devices.all()],
    }
