"""Groups and directories: who is in them, and what a change of one means."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from rest_framework.test import APIClient

from callflows import snapshot
from callflows.models import Callflow
from callflows.services import drafts, publishing
from callflows.snapshot_types import CallflowInfo, DirectoryInfo, GroupInfo
from extensions.models import Directory, Group, Seat
from extensions.services import directories, seats
from extensions.services.groups import save_group
from tenants.actor import Actor
from tenants.models import Account, AuditEntry, OutboxEntry

URL = "/api/v1/accounts/acme/"


@pytest.fixture
def seat(in_acme: Actor) -> Seat:
    made, _ = seats.create_seat(
        seats.NewSeat("Noor", "1100", last_name="Haddad"),
    )
    return made


@pytest.fixture
def group(seat: Seat) -> Group:
    made = Group(name="Sales")
    save_group(made, [seat.user])
    return made


def live(module: str, **data: object) -> Callflow:
    """A published callflow with one module; nothing waits to be published after it."""
    flow = drafts.create_callflow(module, {"module": module, "data": data})
    publishing.publish(flow)
    OutboxEntry.objects.all().delete()
    return flow


def waiting() -> set[tuple[str, str]]:
    return set(OutboxEntry.objects.values_list("kind", "key"))


def test_the_compiler_sees_a_groups_people_with_their_devices(
    in_acme: Actor, seat: Seat, group: Group
) -> None:
    info = snapshot.load(in_acme.account, [("group", group.pk)]).get(
        GroupInfo, group.pk
    )
    assert info is not None
    (user,) = info.users
    assert (user.name, user.devices[0].endpoint) == (
        "Noor Haddad",
        "1100@acme.pbx.test",
    )


def test_a_changed_group_brings_its_callflows_to_the_nodes(
    in_acme: Actor, group: Group
) -> None:
    flow = live("ring_group", members=[{"group": str(group.pk)}])
    save_group(group, [])
    assert ("callflow", str(flow.pk)) in waiting()
    entry = AuditEntry.objects.filter(verb="members").first()
    assert entry is not None
    assert entry.changes["users"][0] == ["1100 Noor Haddad"]


def test_a_group_saved_as_it_was_brings_nothing(group: Group, seat: Seat) -> None:
    live("ring_group", members=[{"group": str(group.pk)}])
    save_group(group, [seat.user], [])
    assert not waiting()


def test_a_changed_user_reaches_callflows_that_ring_their_group(
    group: Group, seat: Seat
) -> None:
    flow = live("page_group", members=[{"group": str(group.pk)}])
    seat.user.last_name = "Khoury"
    seats.change_seat(seat)
    assert ("callflow", str(flow.pk)) in waiting()


def test_who_is_in_a_group_is_not_deleted_and_a_used_group_neither(
    group: Group, seat: Seat, api: APIClient
) -> None:
    with pytest.raises(ValidationError, match="group “Sales”"):
        seats.delete_seat(seat)
    flow = live("intercom", group=str(group.pk))
    answer = api.delete(f"{URL}groups/{group.pk}/")
    assert answer.status_code == 409
    assert "intercom" in str(answer.data)
    assert api.delete(f"{URL}callflows/{flow.pk}/").status_code == 204
    assert api.delete(f"{URL}groups/{group.pk}/").status_code == 204


def test_groups_over_rest(api: APIClient, acme: Account, seat: Seat) -> None:
    body = {"name": "Help", "users": [str(seat.user_id)]}
    made = api.post(f"{URL}groups/", body, format="json")
    assert made.status_code == 201, made.data
    assert made.data["users"] == [seat.user_id]
    address = f"{URL}groups/{made.data['id']}/"
    changed = api.patch(address, {"devices": [str(seat.device_id)]}, format="json")
    assert changed.data["users"] == [seat.user_id]
    assert changed.data["devices"] == [seat.device_id]
    stranger = {"name": "Else", "users": ["01900000-0000-7000-8000-000000000001"]}
    wrong = api.post(f"{URL}groups/", stranger, format="json")
    assert wrong.status_code == 400
    assert wrong.data["errors"][0]["field"].startswith("users")


def listed(directory: Directory, actor: Actor) -> DirectoryInfo:
    known = snapshot.load(actor.account, [("directory", directory.pk)])
    info = known.get(DirectoryInfo, directory.pk)
    assert info is not None
    for who in info.listed:
        assert known.get(CallflowInfo, who.callflow.id) == who.callflow
    return info


def test_everybody_is_found_and_leads_to_their_extension(
    in_acme: Actor, seat: Seat
) -> None:
    directory = Directory(name="Staff", names="either")
    directories.save_directory(directory, {})
    found = {who.name: who for who in listed(directory, in_acme).listed}
    noor = found["Noor Haddad"]
    assert (noor.keys, noor.extension, noor.mailbox) == (("666", "423"), "1100", "1100")
    assert noor.callflow.id == seat.callflow_id
    assert len(found) > 1


def test_an_entry_leads_where_it_says(in_acme: Actor, seat: Seat) -> None:
    assistant = live("hangup", cause="busy")
    directory = Directory(name="Board", everybody=False)
    directories.save_directory(directory, {seat.user: assistant})
    (noor,) = listed(directory, in_acme).listed
    assert (noor.keys, noor.callflow.id) == (("423",), assistant.pk)
    with pytest.raises(ValidationError, match="directory “Board”"):
        drafts.delete_callflow(assistant)


def test_a_new_name_reaches_callflows_that_lead_to_a_directory(seat: Seat) -> None:
    directory = Directory(name="Staff")
    directories.save_directory(directory)
    flow = live("directory", directory=str(directory.pk))
    seat.user.last_name = "Khoury"
    seats.change_seat(seat)
    assert ("callflow", str(flow.pk)) in waiting()


def test_directories_over_rest(api: APIClient, acme: Account, seat: Seat) -> None:
    entry = {"user": str(seat.user_id)}
    body = {"name": "Staff", "everybody": False, "entries": [entry]}
    made = api.post(f"{URL}directories/", body, format="json")
    assert made.status_code == 201, made.data
    assert made.data["entries"] == [{"user": seat.user_id, "callflow": None}]
    address = f"{URL}directories/{made.data['id']}/"
    entry["callflow"] = str(seat.callflow_id)
    changed = api.patch(address, {"entries": [entry]}, format="json")
    assert changed.data["entries"][0]["callflow"] == seat.callflow_id
    twice = api.patch(address, {"entries": [entry, entry]}, format="json")
    assert twice.status_code == 400
    assert twice.data["errors"][0]["field"] == "entries"
    assert api.patch(address, {"confirm": False}, format="json").data["entries"]
    assert not api.patch(address, {"entries": []}, format="json").data["entries"]
