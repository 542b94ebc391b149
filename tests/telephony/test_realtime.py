"""What telephones' rows carry follows what is changed in the portal."""

from __future__ import annotations

import pytest

from devices.services import touch_device
from extensions.models import PhoneUser, Seat, UserDevice
from extensions.services import seats
from extensions.services.numbers import save_numbers
from extensions.services.seats import NewSeat
from queues.models import Agent
from queues.services import agents
from telephony import realtime
from telephony.models import DeviceEndpoint, Endpoint, OutsideRules
from telephony.services import outside
from tenants.actor import Actor
from tenants.models import OutboxEntry


@pytest.fixture
def seat(in_acme: Actor) -> Seat:
    made, _ = seats.create_seat(NewSeat("Noor", "1100"))
    OutboxEntry.objects.all().delete()
    return made


def rewritten(seat: Seat, actor: Actor) -> Endpoint:
    """The row as it is after what waits in the outbox; fails if nothing does."""
    waiting = OutboxEntry.objects.filter(kind="device", key=str(seat.device_id))
    assert waiting.exists()
    waiting.delete()
    seat = Seat.objects.get(pk=seat.pk)
    endpoint = realtime.write(actor.account, seat.device)[-1]
    assert DeviceEndpoint.objects.filter(device_id=seat.device_id).count() == 1
    return Endpoint.objects.get(id=endpoint)


def test_who_becomes_an_agent_has_a_telephone_that_knows_it(
    seat: Seat, in_acme: Actor
) -> None:
    agent = Agent(user=seat.user)
    agents.save_agent(agent)
    unit = f"AGENT={agent.unit('acme')}"
    assert unit in rewritten(seat, in_acme).set_var.split(";")
    agents.delete_agent(agent)
    assert "AGENT=" not in rewritten(seat, in_acme).set_var


def test_a_new_name_extension_and_number_are_shown(seat: Seat, in_acme: Actor) -> None:
    seat.user.first_name, seat.user.extension = "Sam", "1101"
    seats.change_seat(seat)
    row = rewritten(seat, in_acme)
    assert row.callerid == '"Sam" <1101>'
    assert row.mailboxes == "1101@acme"
    seat.user.caller_number = "+16045550133"
    save_numbers(seat.user)
    assert "PBX_CID=16045550133" in rewritten(seat, in_acme).set_var.split(";")


@pytest.mark.parametrize(
    ("own", "account", "hidden"),
    [
        ("", "", []),
        ("name", "", ["PBX_HIDES_NAME=1"]),
        ("", "number", ["PBX_HIDES_NUMBER=1"]),
        ("both", "name", ["PBX_HIDES_NAME=1", "PBX_HIDES_NUMBER=1"]),
        ("nothing", "both", []),
    ],
)
def test_who_hides_and_where_nobody_chose_the_account(
    seat: Seat, in_acme: Actor, own: str, account: str, hidden: list[str]
) -> None:
    in_acme.account.preferences = {"caller_privacy": account} if account else {}
    seat.user.caller_privacy = own
    if own:
        save_numbers(seat.user)
    else:
        touch_device(seat.device)
    found = rewritten(seat, in_acme).set_var.split(";")
    assert [each for each in found if each.startswith("PBX_HIDES")] == hidden


def test_a_telephone_of_nobody_hides_what_the_account_does(
    seat: Seat, in_acme: Actor
) -> None:
    UserDevice.objects.filter(device=seat.device).delete()
    in_acme.account.preferences = {"caller_privacy": "number"}
    touch_device(seat.device)
    assert "PBX_HIDES_NUMBER=1" in rewritten(seat, in_acme).set_var.split(";")


@pytest.mark.parametrize(
    ("name", "number", "shown"),
    [
        ("", "", '"1100 Noor" <1100>'),
        ("", "1000", '"1100 Noor" <1000>'),
        ("Acme", "1000", '"Acme" <1000>'),
    ],
)
def test_a_telephone_of_nobody_shows_colleagues_what_the_account_says(
    seat: Seat, in_acme: Actor, name: str, number: str, shown: str
) -> None:
    UserDevice.objects.filter(device=seat.device).delete()
    rules = OutsideRules(
        account=in_acme.account, internal_name=name, internal_number=number
    )
    outside.save_rules(rules)
    if not number:
        touch_device(seat.device)
    assert rewritten(seat, in_acme).callerid == shown


def test_a_user_s_telephone_shows_the_user(seat: Seat, in_acme: Actor) -> None:
    rules = OutsideRules(account=in_acme.account, internal_name="Acme")
    outside.save_rules(rules)
    assert rewritten(seat, in_acme).callerid == '"Noor" <1100>'


def test_other_rules_leave_telephones_alone(seat: Seat, in_acme: Actor) -> None:
    rules = OutsideRules(account=in_acme.account, internal_number="1000")
    outside.save_rules(rules)
    OutboxEntry.objects.all().delete()
    rules.caller_name = "Acme"
    outside.save_rules(rules)
    assert not OutboxEntry.objects.filter(kind="device").exists()


def test_the_row_says_whose_the_telephone_is_now(seat: Seat, in_acme: Actor) -> None:
    other = PhoneUser.objects.exclude(pk=seat.user_id).earliest("extension")
    link = UserDevice.objects.get(device=seat.device)
    for user in (seat.user, other, None):
        link.delete()
        if user:
            link = UserDevice.objects.create(user=user, device=seat.device)
        touch_device(seat.device)
        variables = rewritten(seat, in_acme).set_var.split(";")
        assert (f"PBX_USER={user and user.pk}" in variables) == (user is not None)
        assert any(each.startswith("PBX_USER=") for each in variables) == bool(user)


def test_the_row_goes_with_the_seat(seat: Seat, in_acme: Actor) -> None:
    row = realtime.write(in_acme.account, seat.device)[-1]
    key = str(seat.device_id)
    seats.delete_seat(seat)
    assert OutboxEntry.objects.filter(kind="device", key=key).exists()
    assert realtime.remove(key) == [row]
    assert not Endpoint.objects.filter(id=row).exists()
