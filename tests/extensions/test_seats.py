"""A seat is made whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from callflows.models import Callflow, CallflowNumber
from callflows.services import drafts, publishing
from devices.models import Device
from devices.services import touch_device
from devices.sip import password_digest
from extensions.models import Group, PhoneUser, Seat, VoicemailBox
from extensions.services import groups, seats
from extensions.services.seats import NewSeat
from tenants.actor import Actor
from tenants.models import AuditEntry, OutboxEntry
from tenants.services import objects

PARTS = (PhoneUser, Device, VoicemailBox, Callflow, CallflowNumber, Seat)


def counts() -> list[int]:
    return [model.objects.count() for model in PARTS]


def new(**changes: Any) -> NewSeat:
    values = {"first_name": "Noor", "last_name": "Haddad", "extension": "1100"}
    return NewSeat(**{**values, **changes})


def test_a_seat_has_user_device_box_and_a_live_callflow(in_acme: Actor) -> None:
    seat, password = seats.create_seat(new(ring_seconds=12))
    assert str(seat.user) == "1100 Noor Haddad"
    assert list(seat.user.devices.all()) == [seat.device]
    assert seat.voicemail_box.mailbox("acme") == "1100@acme"
    assert seat.callflow.name == "1100 Noor Haddad"
    assert [n.number for n in seat.callflow.numbers.all()] == ["1100"]
    assert seat.callflow.live is not None
    assert seat.callflow.live.document == {
        "module": "user",
        "data": {"user": str(seat.user.pk), "timeout": 12},
        "children": {
            "_": {
                "module": "voicemail",
                "data": {"box": str(seat.voicemail_box.pk)},
                "children": {},
            }
        },
    }
    expected = password_digest("1100", "acme.pbx.test", password)
    assert seat.device.password_digest == expected


def test_the_worker_is_told_of_everything_that_was_made(in_acme: Actor) -> None:
    seat, _ = seats.create_seat(new())
    waiting = set(OutboxEntry.objects.values_list("kind", "key"))
    assert {
        ("callflow", str(seat.callflow.pk)),
        ("routes", ""),
        ("device", str(seat.device.pk)),
        ("voicemail", ""),
    } <= waiting


@pytest.mark.parametrize(
    "extension", ["1001", "1", "12a4", "123456789", "", "１１００"]
)
def test_a_bad_extension_leaves_nothing_behind(in_acme: Actor, extension: str) -> None:
    before = counts()
    outbox = OutboxEntry.objects.count()
    with pytest.raises(ValidationError) as caught:
        seats.create_seat(new(extension=extension))
    assert "extension" in caught.value.message_dict
    assert counts() == before
    assert OutboxEntry.objects.count() == outbox


def test_a_taken_direct_number_leaves_nothing_behind(in_acme: Actor) -> None:
    before = counts()
    with pytest.raises(ValidationError) as caught:
        seats.create_seat(new(numbers=("1001",)))
    assert "1001" in caught.value.message_dict["numbers"][0]
    assert counts() == before


def test_a_new_extension_takes_number_and_mailbox_along(in_acme: Actor) -> None:
    seat, _ = seats.create_seat(new())
    seat.user.extension = "1150"
    seats.change_seat(seat)
    assert [n.number for n in seat.callflow.numbers.all()] == ["1150"]
    stored = Seat.objects.get(pk=seat.pk)
    assert stored.voicemail_box.number == "1150"
    assert stored.callflow.name == "1150 Noor Haddad"


def test_a_changed_ring_time_is_published(in_acme: Actor) -> None:
    seat, _ = seats.create_seat(new())
    seat = Seat.objects.get(pk=seat.pk)
    seat.ring_seconds = 33
    seats.change_seat(seat)
    live = Callflow.objects.get(pk=seat.callflow_id).live
    assert live is not None
    assert (live.number, live.document["data"]["timeout"]) == (2, 33)


def test_a_redrawn_callflow_keeps_its_drawing(in_acme: Actor) -> None:
    seat, _ = seats.create_seat(new())
    own = {"module": "hangup", "data": {}}
    Callflow.objects.filter(pk=seat.callflow_id).update(draft=own)
    seat = Seat.objects.get(pk=seat.pk)
    seat.ring_seconds = 33
    seats.change_seat(seat)
    assert Callflow.objects.get(pk=seat.callflow_id).draft == own


def test_a_deleted_seat_leaves_nothing_and_frees_its_extension(in_acme: Actor) -> None:
    before = counts()
    seat, _ = seats.create_seat(new())
    seats.delete_seat(Seat.objects.get(pk=seat.pk))
    assert counts() == before
    seats.create_seat(new())


def test_a_seat_that_another_callflow_rings_can_not_be_deleted(in_acme: Actor) -> None:
    seat, _ = seats.create_seat(new())
    draft = {"module": "user", "data": {"user": str(seat.user.pk)}}
    Callflow.objects.create(name="Sales", draft=draft)
    with pytest.raises(ValidationError, match="Sales"):
        seats.delete_seat(Seat.objects.get(pk=seat.pk))
    assert Seat.objects.filter(pk=seat.pk).exists()


def test_the_audit_tells_who_made_it_and_no_secret(in_acme: Actor) -> None:
    _, password = seats.create_seat(new())
    entries = AuditEntry.objects.filter(account=in_acme.account, verb="create")
    kinds = set(entries.values_list("kind", flat=True))
    assert {"phoneuser", "device", "voicemailbox", "callflow", "seat"} <= kinds
    text = " ".join(str(entry.changes) for entry in entries)
    device = Device.objects.get(sip_username="1100")
    box = VoicemailBox.objects.get(number="1100")
    assert password not in text
    assert device.password_digest not in text
    assert box.pin not in text


def test_what_rings_a_device_is_made_anew_when_it_is_disabled(
    in_acme: Actor,
) -> None:
    seat, _ = seats.create_seat(new())
    group = Group(name="Desk")
    groups.save_group(group, [seat.user], [])
    ring = {"module": "device", "data": {"device": str(seat.device_id)}}
    members = [{"group": str(group.pk)}]
    together = {"module": "ring_group", "data": {"members": members}}
    flows = [drafts.create_callflow(d["module"], d) for d in (ring, together)]
    for flow in flows:
        publishing.publish(flow)
    OutboxEntry.objects.all().delete()
    seat.device.enabled = False
    objects.save(seat.device, touch_device)
    waiting = OutboxEntry.objects.filter(kind="callflow").values_list("key", flat=True)
    assert set(waiting) == {str(flow.pk) for flow in [seat.callflow, *flows]}
