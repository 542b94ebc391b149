"""Devices: made with a password that is shown once."""

from __future__ import annotations

from django.db import transaction

from devices import sip
from devices.models import Device
from tenants.actor import current
from tenants.services import objects
from tenants.units import Unit, touch


def touch_device(device: Device) -> None:
    """Its PJSIP rows must be written again (or go)."""
    touch(Unit.DEVICE, device.pk)


def create_device(device: Device) -> str:
    """Saves a new device and gives its SIP password, which is not kept."""
    password = _set_password(device)
    objects.save(device, touch_device)
    return password


@transaction.atomic
def renew_password(device: Device) -> str:
    """A new SIP password; the phone must be given it to register again."""
    password = _set_password(device)
    objects.save(device, touch_device)
    return password


def _set_password(device: Device) -> str:
    actor = current()
    if actor is None:
        raise RuntimeError("a device belongs to an account: wrap this in acting()")
    password = sip.new_password()
    device.password_digest = sip.password_digest(
        device.sip_username, actor.account.realm, password
    )
    return password
