"""People, telephones and mailboxes as the compiler sees them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from callflows import snapshot
from callflows.snapshot_types import DeviceInfo, Info, MailboxInfo, UserInfo
from devices.models import Device
from extensions.models import PhoneUser, VoicemailBox
from tenants.models import Account


def register() -> None:
    """Called once, when the app is ready."""
    snapshot.register("user", load_users)
    snapshot.register("device", load_devices)
    snapshot.register("voicemail_box", load_mailboxes)


def load_users(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """People with their devices."""
    users = PhoneUser.objects.filter(pk__in=ids).prefetch_related("devices")
    return {
        user.pk: UserInfo(
            user.pk,
            user.name,
            user.extension,
            tuple(_device(account, device) for device in user.devices.all()),
        )
        for user in users
    }


def load_devices(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Telephones by the name of their endpoint."""
    return {d.pk: _device(account, d) for d in Device.objects.filter(pk__in=ids)}


def load_mailboxes(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Voicemail boxes."""
    return {
        box.pk: MailboxInfo(box.pk, box.name, box.number)
        for box in VoicemailBox.objects.filter(pk__in=ids)
    }


def _device(account: Account, device: Device) -> DeviceInfo:
    return DeviceInfo(
        device.pk, device.name, device.endpoint(account.realm), device.enabled
    )
