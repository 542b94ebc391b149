"""Seats: user, device, voicemail box and callflow, made together or not at all."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from callflows.models import CallflowNumber
from callflows.services import drafts, numbers, publishing
from callflows.services.usage import touch_callflows_using
from devices.models import Device
from devices.services import create_device, touch_device
from extensions.models import Conference, PhoneUser, Seat, UserDevice, VoicemailBox
from extensions.services import logins
from extensions.services.state import touch_state
from extensions.services.voicemail import touch_voicemail
from tenants import audit, refs
from tenants.actor import required
from tenants.services import blocks, objects


@dataclass(frozen=True)
class NewSeat:
    """What the form asks for."""

    first_name: str
    extension: str
    last_name: str = ""
    email: str = ""
    numbers: tuple[str, ...] = ()
    ring_seconds: int = field(default_factory=lambda: settings.RING_SECONDS)


@transaction.atomic
def create_seat(new: NewSeat) -> tuple[Seat, str]:
    """The seat and its SIP password, which is not kept anywhere.

    Raises ValidationError naming the field (extension taken, say); nothing is left
    behind then.
    """
    _refuse_taken(new.extension)
    user = PhoneUser(
        first_name=new.first_name,
        last_name=new.last_name,
        extension=new.extension,
        email=new.email,
    )
    objects.save(user)
    logins.follow_seat(user, required().account)
    device = Device(name=str(user)[:120], sip_username=new.extension)
    password = create_device(device)
    UserDevice.objects.create(user=user, device=device)
    box = VoicemailBox(number=new.extension, name=user.name, pin=_new_pin(), user=user)
    objects.save(box, touch_voicemail)
    flow = drafts.create_callflow(
        str(user)[:120],
        document(user, box, new.ring_seconds),
        [new.extension, *new.numbers],
    )
    publishing.publish(flow, _("Made with the seat"))
    seat = Seat(
        user=user,
        device=device,
        voicemail_box=box,
        callflow=flow,
        ring_seconds=new.ring_seconds,
    )
    objects.save(seat)
    touch_callflows_using(user.pk)
    return seat, password


def document(user: PhoneUser, box: VoicemailBox, ring_seconds: int) -> dict[str, Any]:
    """A seat's callflow: ring the user, then voicemail."""
    voicemail = {"module": "voicemail", "data": {"box": str(box.pk)}, "children": {}}
    return {
        "module": "user",
        "data": {"user": str(user.pk), "timeout": ring_seconds},
        "children": {"_": voicemail},
    }


@transaction.atomic
def change_seat(seat: Seat) -> None:
    """Saves changed fields of the seat and its user, and what follows from them.

    A new extension moves the number, the box and the callflow's name along; a callflow
    that somebody has redrawn keeps their drawing.
    """
    stored = Seat.objects.select_related("user", "callflow", "voicemail_box").get(
        pk=seat.pk
    )
    old_user, user = stored.user, seat.user
    plain = document(old_user, stored.voicemail_box, stored.ring_seconds)
    if user.extension != old_user.extension:
        _refuse_taken(user.extension)
        _move(seat, old_user.extension)
    objects.save(user)
    seat.voicemail_box.name = user.name
    objects.save(seat.voicemail_box, touch_voicemail)
    _rename_callflow(seat)
    if stored.callflow.draft == plain and seat.ring_seconds != stored.ring_seconds:
        flow = seat.callflow
        new = document(user, seat.voicemail_box, seat.ring_seconds)
        seat.callflow = drafts.save_draft(flow, new, flow.revision)
        publishing.publish(seat.callflow, _("Ring time changed"))
    objects.save(seat)
    touch_device(seat.device)
    touch_callflows_using(user.pk)


@transaction.atomic
def delete_seat(seat: Seat) -> None:
    """Deletes the seat with all that was made with it; its numbers are free again.

    Raises ValidationError when another callflow still uses the user, device or box.
    """
    for kind, part in _parts(seat).items():
        objects.refuse_if_used(part, kind, but={seat.callflow_id, seat.pk})
    audit.record("delete", seat, before=audit.snapshot(seat))
    touch_callflows_using(seat.user_id)
    seat.delete()
    drafts.delete_callflow(seat.callflow)
    objects.delete(seat.voicemail_box, "voicemail_box", touch_voicemail)
    objects.delete(seat.device, "device", touch_device)
    objects.delete(seat.user, "user", touch_state)


def uses_of_parts(seat: Seat) -> list[refs.Use]:
    """What points at something that goes with the seat, each once; not what goes too."""
    gone = {seat.pk, seat.callflow_id}
    found = [
        use
        for kind, part in {**_parts(seat), "callflow": seat.callflow}.items()
        for use in refs.used_by(kind, part.pk)
    ]
    return list({use.pk: use for use in found if use.pk not in gone}.values())


def _parts(seat: Seat) -> dict[str, Model]:
    return {
        "user": seat.user,
        "device": seat.device,
        "voicemail_box": seat.voicemail_box,
    }


def _rename_callflow(seat: Seat) -> None:
    if seat.callflow.name != str(seat.user)[:120]:
        seat.callflow.name = str(seat.user)[:120]
        objects.save(seat.callflow)


def _move(seat: Seat, old: str) -> None:
    new = seat.user.extension
    numbers = [
        new if number == old else number
        for number in seat.callflow.numbers.values_list("number", flat=True)
    ]
    drafts.set_numbers(seat.callflow, numbers)
    seat.voicemail_box.number = new


def _refuse_taken(extension: str) -> None:
    """One clear message for the form's field, whatever holds the extension."""
    blocks.refuse_outside("extension", extension)
    taken = (
        PhoneUser.objects.filter(extension=extension).exists()
        or VoicemailBox.objects.filter(number=extension).exists()
        or CallflowNumber.objects.filter(number=extension).exists()
        or Device.objects.filter(sip_username=extension).exists()
    )
    if taken:
        raise ValidationError(
            {"extension": _("Extension %s is taken in this account.") % extension}
        )


def suggest_extension() -> str:
    """The lowest free number of the account's block; "" without a block."""
    return blocks.next_free(numbers.taken())


def numbers_of_people() -> set[str]:
    """Numbers that users, mailboxes, conferences and telephones have."""
    return {
        *PhoneUser.objects.values_list("extension", flat=True),
        *VoicemailBox.objects.values_list("number", flat=True),
        *Device.objects.values_list("sip_username", flat=True),
        *Conference.objects.values_list("number", flat=True),
    }


def _new_pin() -> str:
    return f"{secrets.randbelow(1_000_000):06d}"
