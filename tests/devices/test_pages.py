"""Telephones that belong to no user, made and deleted on pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

from devices.models import Device
from devices.sip import password_digest
from extensions.models import Group
from extensions.services import groups
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, OutboxEntry

NEW = "/a/acme/devices/new/"
LOBBY = {"name": "Lobby", "sip_username": "lobby", "kind": "desk", "enabled": "on"}


def lobby(page: Client, **changes: Any) -> Any:
    return page.post(NEW, {**LOBBY, **changes})


def test_a_new_device_is_told_its_password_once(page: Client, acme: Account) -> None:
    answer = lobby(page)
    with acting(Actor(acme)):
        device = Device.objects.get(sip_username="lobby")
    [(_label, password)] = answer.context["secrets"]
    assert device.password_digest == password_digest("lobby", "acme.pbx.test", password)
    shown = page.get(f"/a/acme/devices/{device.pk}/").content.decode()
    assert "lobby" in shown
    assert password not in shown
    with acting(Actor(acme)):
        assert OutboxEntry.objects.filter(kind="device", key=str(device.pk)).exists()
        assert AuditEntry.objects.filter(verb="create", object_id=device.pk).exists()


def test_a_name_that_is_taken_makes_nothing(page: Client, acme: Account) -> None:
    assert lobby(page).status_code == 200
    answer = lobby(page, name="Second")
    assert "sip_username" in answer.context["form"].errors
    with acting(Actor(acme)):
        assert Device.objects.filter(sip_username="lobby").count() == 1
        assert not Device.objects.filter(name="Second").exists()


def test_what_is_in_a_group_stays_until_it_is_out(page: Client, acme: Account) -> None:
    lobby(page)
    with acting(Actor(acme)):
        device = Device.objects.get(sip_username="lobby")
        group = Group(name="Ground floor")
        groups.save_group(group, users=[], devices=[device])
    address = f"/a/acme/devices/{device.pk}/delete/"
    assert page.post(address).status_code == 409
    with acting(Actor(acme)):
        groups.save_group(group, users=[], devices=[])
    assert page.post(address).status_code == 302
    with acting(Actor(acme)):
        assert not Device.objects.filter(pk=device.pk).exists()
