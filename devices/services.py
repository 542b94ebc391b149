"""Devices: made with a password that is shown once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db import transaction

from devices import sip
from devices.models import Device
from tenants.actor import required
from tenants.services import objects
from tenants.units import Unit, touch

Follower = Callable[[UUID], None]
_followers: list[Follower] = []


def follow(follower: Follower) -> None:
    """Adds what has to be done as well when a device changes, in its transaction."""
    _followers.append(follower)


def touch_device(device: Device) -> None:
    """Its PJSIP rows must be written again (or go), and what rings it made anew."""
    touch(Unit.DEVICE, device.pk)
    for follower in _followers:
        follower(device.pk)


def all_units() -> Iterable[tuple[Unit, UUID | None]]:
    """The account's telephones, for `tenants.units`."""
    for pk in Device.objects.values_list("pk", flat=True):
        yield Unit.DEVICE, pk


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
    actor = required()
    password = sip.new_password()
    device.password_digest = sip.password_digest(
        device.sip_username, actor.account.realm, password
    )
    return password
