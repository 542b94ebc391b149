"""People, telephones and mailboxes as the compiler sees them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Prefetch

from callflows import snapshot
from callflows.snapshot_types import (
    ConferenceInfo,
    DeviceInfo,
    DirectoryInfo,
    FaxBoxInfo,
    GroupInfo,
    Info,
    MailboxInfo,
    UserInfo,
)
from devices.models import Device
from extensions.models import (
    Conference,
    Directory,
    FaxBox,
    Group,
    PhoneUser,
    VoicemailBox,
)
from extensions.services import directories
from tenants.models import Account


def register() -> None:
    """Called once, when the app is ready."""
    snapshot.register("user", load_users)
    snapshot.register("device", load_devices)
    snapshot.register("voicemail_box", load_mailboxes)
    snapshot.register("conference", load_conferences)
    snapshot.register("fax_box", load_fax_boxes)
    snapshot.register("group", load_groups)
    snapshot.register("directory", load_directories)


def load_users(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """People with their devices."""
    users = PhoneUser.objects.filter(pk__in=ids).prefetch_related("devices")
    return {user.pk: _user(account, user) for user in users}


def load_devices(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Telephones by the name of their endpoint."""
    devices = Device.objects.filter(pk__in=ids).select_related("user_link")
    return {
        device.pk: device_info(account, device, link.user_id if link else None)
        for device in devices
        for link in [getattr(device, "user_link", None)]
    }


def load_mailboxes(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Voicemail boxes."""
    return {
        box.pk: MailboxInfo(box.pk, box.name, box.number, box.user_id is not None)
        for box in VoicemailBox.objects.filter(pk__in=ids)
    }


def load_conferences(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Conferences with their PINs, which calls are asked for."""
    return {
        row.pk: ConferenceInfo(
            row.pk,
            row.name,
            row.handle,
            row.number,
            row.pin,
            row.moderator_pin,
            row.most,
            row.tones,
            row.wait,
            row.record,
        )
        for row in Conference.objects.filter(pk__in=ids)
    }


def load_fax_boxes(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Fax boxes with what other machines are told."""
    return {
        box.pk: FaxBoxInfo(box.pk, box.name, box.station, box.t38)
        for box in FaxBox.objects.filter(pk__in=ids)
    }


def load_groups(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Groups with their people, by extension, and further telephones, by name."""
    groups = Group.objects.filter(pk__in=ids)
    people = Prefetch("users", PhoneUser.objects.order_by("extension"))
    return {
        group.pk: GroupInfo(
            group.pk,
            group.name,
            tuple(_user(account, user) for user in group.users.all()),
            tuple(device_info(account, d) for d in group.devices.all()),
        )
        for group in groups.prefetch_related(people, "users__devices", "devices")
    }


def load_directories(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Directories, and the callflows that their entries lead to."""
    found: dict[UUID, Info] = {}
    rows = list(Directory.objects.filter(pk__in=ids))
    listed = directories.listed_in(rows, account.slug)
    for directory in rows:
        entries = listed[directory.pk]
        found[directory.pk] = DirectoryInfo(
            directory.pk,
            directory.name,
            entries,
            directory.confirm,
            directory.names,
        )
        found.update((entry.callflow.id, entry.callflow) for entry in entries)
    return found


def _user(account: Account, user: PhoneUser) -> UserInfo:
    return UserInfo(
        user.pk,
        user.name,
        user.extension,
        tuple(device_info(account, d, user.pk) for d in user.devices.all()),
        has_email=bool(user.email),
    )


def device_info(
    account: Account, device: Device, owner: UUID | None = None
) -> DeviceInfo:
    """A telephone by the name of its endpoint, and whose it is."""
    endpoint = device.endpoint(account.realm)
    return DeviceInfo(device.pk, device.name, endpoint, device.enabled, owner)
