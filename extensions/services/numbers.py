"""What a user's calls show, and what they hide."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from callflows.instructions import Feature
from extensions.models import PhoneUser
from extensions.services.state import change
from tenants.services import objects
from tenants.units import Unit, touch


def save_numbers(user: PhoneUser) -> None:
    """Saves numbers and caller ID privacy; the user's telephones go by them from then on.

    Raises ValidationError by field.
    """
    objects.save(user, _touch_devices)


@transaction.atomic
def save_telephone(user: PhoneUser, wanted: Mapping[Feature, str]) -> None:
    """The same, with what is switched besides. Raises ValidationError by field."""
    save_numbers(user)
    change(user, wanted)


def _touch_devices(user: PhoneUser) -> None:
    for device_id in user.devices.values_list("pk", flat=True):
        touch(Unit.DEVICE, device_id)
