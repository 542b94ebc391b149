"""What a user's calls show, and what they hide."""

from __future__ import annotations

from extensions.models import PhoneUser
from tenants.services import objects
from tenants.units import Unit, touch


def save_numbers(user: PhoneUser) -> None:
    """Saves numbers and caller ID privacy; the user's telephones go by them from then on.

    Raises ValidationError by field.
    """
    objects.save(user, _touch_devices)


def _touch_devices(user: PhoneUser) -> None:
    for device_id in user.devices.values_list("pk", flat=True):
        touch(Unit.DEVICE, device_id)
