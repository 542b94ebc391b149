"""Menus as people make them, and what a change of one means."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from callflows import snapshot
from callflows.models import Callflow, Media, Menu, TimeFrame
from callflows.services import drafts, menus, publishing
from callflows.services.media import create_media, delete_media
from callflows.services.time_frames import delete_frame, save_frame
from callflows.snapshot_types import MenuInfo
from tenants.actor import Actor
from tenants.models import Account, AuditEntry, OutboxEntry
from tests.callflows.samples import node
from tests.support.objects import wav

API = "/api/v1/accounts/acme/menus/"
LIST = "/a/acme/menus/"


@pytest.fixture
def sound(in_acme: Actor) -> Media:
    return create_media("Good day", wav())


@pytest.fixture
def frame(in_acme: Actor) -> TimeFrame:
    made = TimeFrame(name="Morning", rules=[{"start": "06:00", "end": "12:00"}])
    save_frame(made)
    return made


@pytest.fixture
def menu(sound: Media, frame: TimeFrame) -> Menu:
    made = Menu(name="Main", prompt=sound)
    menus.save_menu(made, [(frame, sound)])
    return made


def live(menu: Menu, **children: Any) -> Callflow:
    """A published callflow that asks with the menu; nothing else is waiting then."""
    draft = node("menu", menu=menu.pk, **children)
    flow = drafts.create_callflow("Asks", draft, ["8000"])
    publishing.publish(flow)
    OutboxEntry.objects.all().delete()
    return flow


def waiting() -> set[tuple[str, str]]:
    return set(OutboxEntry.objects.values_list("kind", "key"))


def test_the_compiler_sees_all_of_it(in_acme: Actor, menu: Menu, sound: Media) -> None:
    known = snapshot.load(in_acme.account, [("menu", menu.pk)])
    info = known.get(MenuInfo, menu.pk)
    assert info is not None
    assert info.dialled == "users"
    assert info.prompt is not None
    assert info.prompt.path.endswith(f"acme/{sound.handle}")
    ((frame, greeting),) = info.greetings
    assert (frame.name, greeting.name) == ("Morning", "Good day")
    menu.by_extension = False
    menus.save_menu(menu)
    known = snapshot.load(in_acme.account, [("menu", menu.pk)])
    assert known.all(MenuInfo)[0].dialled == ""


def test_a_change_brings_its_callflows_to_the_nodes(
    menu: Menu, frame: TimeFrame, sound: Media
) -> None:
    flow = live(menu, b1=node("hangup"))
    unit = ("callflow", str(flow.pk))
    menu.tries = 2
    menus.save_menu(menu)
    assert waiting() == {unit}
    OutboxEntry.objects.all().delete()
    menus.save_menu(menu, [(frame, sound)])
    assert not waiting()
    menus.save_menu(menu, [])
    assert waiting() == {unit}
    entry = AuditEntry.objects.filter(verb="greetings").first()
    assert entry is not None
    assert entry.changes["greetings"] == [["Morning: Good day"], []]


def test_a_changed_time_frame_reaches_callflows_that_greet_by_it(
    menu: Menu, frame: TimeFrame
) -> None:
    flow = live(menu, b1=node("hangup"))
    frame.rules = [{}]
    save_frame(frame)
    assert ("callflow", str(flow.pk)) in waiting()


def test_a_rule_needs_a_module_at_its_key_in_every_live_callflow(menu: Menu) -> None:
    live(menu, b1=node("hangup"))
    menu.no_key = "1"
    menus.save_menu(menu)
    menu.other_key = "5"
    with pytest.raises(ValidationError, match="key 5 leads nowhere") as refused:
        menus.save_menu(menu)
    assert set(refused.value.message_dict) == {"other_key"}
    assert Menu.objects.get(pk=menu.pk).other_key == "repeat"


def test_what_a_menu_needs_is_not_deleted_and_a_used_menu_neither(
    menu: Menu, frame: TimeFrame, sound: Media
) -> None:
    live(menu, b1=node("hangup"))
    with pytest.raises(ValidationError, match="menu “Main”"):
        delete_media(sound)
    with pytest.raises(ValidationError, match="menu “Main”"):
        delete_frame(frame)
    with pytest.raises(ValidationError, match="callflow “Asks”"):
        menus.delete_menu(menu)


def test_a_time_frame_has_one_greeting_and_belongs_to_everybody(
    menu: Menu, frame: TimeFrame, sound: Media, manager: Any
) -> None:
    with pytest.raises(ValidationError, match="two greetings"):
        menus.save_menu(menu, [(frame, sound), (frame, sound)])
    own = TimeFrame.objects.create(name="Mine", owner=manager, rules=[{}])
    with pytest.raises(ValidationError, match="shared"):
        menus.save_menu(menu, [(own, sound)])


def test_over_rest(api: APIClient, acme: Account, sound: Media, frame: Any) -> None:
    greetings = [{"frame": str(frame.pk), "media": str(sound.pk)}]
    body = {"name": "Help", "prompt": str(sound.pk), "greetings": greetings}
    made = api.post(API, body, format="json")
    assert made.status_code == 201, made.data
    assert made.data["by_extension"] is True
    address = f"{API}{made.data['id']}/"
    changed = api.patch(address, {"digits": 4}, format="json")
    assert changed.data["digits"] == 4
    assert len(changed.data["greetings"]) == 1
    cleared = api.patch(address, {"greetings": []}, format="json")
    assert cleared.data["greetings"] == []
    assert api.delete(address).status_code == 204


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Main"),
        ("name", ""),
        ("tries", 0),
        ("digits", 8),
        ("no_key", "12"),
        ("repeat_key", "x"),
        ("dialled", "world"),
        ("prompt", "01900000-0000-7000-8000-000000000001"),
        ("greetings", [{"frame": "01900000-0000-7000-8000-000000000001"}]),
    ],
)
def test_bad_values_name_their_field(
    api: APIClient, menu: Menu, field: str, value: Any
) -> None:
    answer = api.post(API, {"name": "New", field: value}, format="json")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["field"].startswith(field)


def test_a_key_that_repeats_is_no_rule(api: APIClient, acme: Account) -> None:
    body = {"name": "New", "repeat_key": "9", "no_key": "9"}
    answer = api.post(API, body, format="json")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["field"] == "no_key"


def test_pages_make_change_and_delete(
    page: Client, acme: Account, sound: Media, frame: TimeFrame
) -> None:
    sent = {
        "name": "By hand",
        "prompt": str(sound.pk),
        "tries": 2,
        "timeout": 4,
        "no_key": "hangup",
        "other_key": "repeat",
        "repeat_key": "9",
        "by_extension": "on",
        "dialled": "all",
        "digits": 4,
        "digit_seconds": 1,
        "greetings-TOTAL_FORMS": 1,
        "greetings-INITIAL_FORMS": 0,
        "greetings-0-frame": str(frame.pk),
        "greetings-0-sound": str(sound.pk),
    }
    answer = page.post(f"{LIST}new/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    shown = page.get(answer["Location"]).content.decode()
    assert "During “Morning”" in shown
    edit = page.get(f"{answer['Location']}edit/")
    (row,) = edit.context["form"].row_groups[0].formset.forms
    assert row["frame"].value() == frame.pk
    wrong = page.post(f"{answer['Location']}edit/", {**sent, "digits": 9})
    assert "digits" in wrong.context["form"].errors
    twice = {**sent, "greetings-TOTAL_FORMS": 2, "greetings-1-frame": str(frame.pk)}
    twice["greetings-1-sound"] = str(sound.pk)
    wrong = page.post(f"{answer['Location']}edit/", twice)
    told = wrong.context["form"].non_field_errors()
    assert told == ["A time frame has two greetings."]
    assert page.post(f"{answer['Location']}delete/").status_code == 302
    assert page.get(answer["Location"]).status_code == 404
