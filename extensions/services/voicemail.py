"""Voicemail boxes: what a change of one means."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from callflows.services.usage import touch_callflows_using
from extensions.models import PhoneUser, VoicemailBox
from tenants.units import Unit, touch


def touch_voicemail(box: VoicemailBox) -> None:
    """The account's mailboxes, the callflows that lead there and the user's lamps."""
    touch(Unit.VOICEMAIL)
    touch_callflows_using(box.pk)
    if box.user:
        for device_id in box.user.devices.values_list("pk", flat=True):
            touch(Unit.DEVICE, device_id)


def all_units() -> Iterable[tuple[Unit, UUID | None]]:
    """The account's mailboxes and its users' features, for `tenants.units`."""
    yield Unit.VOICEMAIL, None
    for pk in PhoneUser.objects.values_list("pk", flat=True):
        yield Unit.USER_STATE, pk
