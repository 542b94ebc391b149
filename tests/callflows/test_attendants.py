"""Auto attendants: made whole or not at all, changed by the form, kept from managers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from callflows.attendants import Plan, Target, Tier
from callflows.models import Attendant, Callflow, Media, Menu, TimeFrame
from callflows.services import attendants, drafts
from callflows.services.attendants import Wanted
from callflows.services.media import create_media
from extensions.models import Seat
from extensions.services import seats
from tenants.access import Right, allowed
from tenants.actor import Actor, acting
from tenants.models import Account, AuditEntry, User
from tenants.models.membership import Role
from tenants.services.grants import grant
from tests.support.objects import wav

API = "/api/v1/accounts/acme/attendants/"
LIST = "/a/acme/attendants/"


@pytest.fixture
def sound(in_acme: Actor) -> Media:
    return create_media("Good day", wav())


@pytest.fixture
def seat(in_acme: Actor) -> Seat:
    return seats.create_seat(seats.NewSeat("Noor", "1100"))[0]


def wanted(seat: Seat, sound: Media, **other: Any) -> Wanted:
    """Key 1 to the user, 2 to a tier with the mailbox, 3 a message, 9 repeats."""
    tier = Tier({"5": Target("voicemail", seat.voicemail_box_id)}, sound.pk)
    keys = {
        "1": Target("user", seat.user_id),
        "2": Target("tier", tier=tier),
        "3": Target("play", sound.pk),
        "9": Target("repeat"),
    }
    plan = Plan(Tier(keys, sound.pk))
    values = {"name": "Office", "extension": "8001", "plan": plan, "main": {}}
    return Wanted(**{**values, **other})


@pytest.fixture
def made(seat: Seat, sound: Media) -> Attendant:
    return attendants.create(wanted(seat, sound))


def manager_of(account: Account, user: User) -> Actor:
    return Actor(account, user, Role.ADMIN)


def test_it_is_a_published_callflow_with_menus(made: Attendant, seat: Seat) -> None:
    flow = Callflow.objects.get(pk=made.callflow_id)
    assert flow.live is not None
    assert flow.live.document == flow.draft
    assert list(flow.numbers.values_list("number", flat=True)) == ["8001"]
    main, tier = Menu.objects.get(name="Office"), Menu.objects.get(name="Office, 2")
    assert (main.repeat_key, main.by_extension, tier.repeat_key) == ("9", True, "")
    children = flow.draft["children"]
    assert children["1"] == {
        "module": "callflow",
        "data": {"callflow": str(seat.callflow_id)},
    }
    assert children["2"]["data"] == {"menu": str(tier.pk)}
    assert children["3"]["children"]["_"]["data"] == {"callflow": str(flow.pk)}


def test_what_was_chosen_is_found_again_until_somebody_redraws_it(
    made: Attendant, seat: Seat, sound: Media
) -> None:
    plan = attendants.plan_of(made.callflow)
    assert plan is not None
    assert plan.tier.keys["1"] == Target("user", seat.user_id)
    assert plan.tier.keys["9"] == Target("repeat")
    flow = Callflow.objects.get(pk=made.callflow_id)
    drafts.save_draft(flow, {**flow.draft, "skip": True}, flow.revision)
    made.refresh_from_db()
    assert attendants.plan_of(made.callflow) is None
    with pytest.raises(ValidationError, match="by hand"):
        attendants.change(made, wanted(seat, sound))


def test_nothing_stays_of_one_that_can_not_be_made(
    made: Attendant, seat: Seat, sound: Media
) -> None:
    with pytest.raises(ValidationError) as refused:
        attendants.create(wanted(seat, sound, name="Second"))
    assert set(refused.value.message_dict) == {"extension"}
    foreign = Plan(Tier({"1": Target("queue", sound.pk)}, sound.pk))
    with pytest.raises(ValidationError, match="there is no such queue"):
        attendants.create(
            wanted(seat, sound, name="Third", extension="8003", plan=foreign)
        )
    ruled = {"no_key": "5"}
    with pytest.raises(ValidationError, match="key 5, which leads nowhere"):
        attendants.create(
            wanted(seat, sound, name="Fourth", extension="8004", main=ruled)
        )
    assert Menu.objects.count() == 2
    assert Callflow.objects.filter(name__in=["Second", "Third", "Fourth"]).count() == 0


def test_keys_and_other_times_may_lead_to_a_number_outside(
    seat: Seat, sound: Media
) -> None:
    frame = TimeFrame.objects.create(name="Open", rules=[{}])
    keys = {"1": Target("outside", number="+16045550199")}
    outside = Target("outside", number="6045550100")
    plan = Plan(Tier(keys, sound.pk), frame.pk, outside)
    made = attendants.create(wanted(seat, sound, plan=plan))
    flow = Callflow.objects.get(pk=made.callflow_id)
    menu = flow.draft["children"][str(frame.pk)]
    assert menu["children"]["1"] == {
        "module": "forward",
        "data": {"number": "+16045550199"},
    }
    found = attendants.plan_of(flow)
    assert found is not None
    assert (found.tier.keys, found.otherwise) == (keys, outside)


@pytest.mark.parametrize("number", ["", "12", "+1604x", "1;2"])
def test_a_number_outside_must_be_one(seat: Seat, sound: Media, number: str) -> None:
    target = Target("outside", number=number)
    for plan, field in (
        (Plan(Tier({"1": target}, sound.pk)), "keys"),
        (Plan(Tier({}, sound.pk), otherwise=target), "otherwise"),
    ):
        with pytest.raises(ValidationError, match="5 to 20 digits") as refused:
            attendants.create(wanted(seat, sound, plan=plan))
        assert set(refused.value.message_dict) == {field}
    assert not Callflow.objects.filter(name="Office").exists()


def test_a_change_keeps_menus_and_removes_those_without_use(
    made: Attendant, seat: Seat, sound: Media
) -> None:
    main = Menu.objects.get(name="Office")
    plan = Plan(Tier({"5": Target("hangup")}, sound.pk))
    new = wanted(seat, sound, name="Desk", plan=plan, main={"no_key": "5"})
    attendants.change(made, new)
    assert list(Menu.objects.values_list("pk", "name", "no_key")) == [
        (main.pk, "Desk", "5")
    ]
    flow = Callflow.objects.get(pk=made.callflow_id)
    assert (flow.name, flow.draft["children"].keys()) == ("Desk", {"5"})
    assert flow.live is not None
    assert flow.live.number == 2


def test_the_first_free_extension_of_the_series_is_suggested(made: Attendant) -> None:
    assert attendants.free_extension() == "8000"
    drafts.create_callflow("Taken", {}, ["8000"])
    assert attendants.free_extension() == "8002"


def test_a_manager_needs_the_resellers_leave(
    acme: Account, manager: User, made: Attendant, seat: Seat, sound: Media
) -> None:
    moved = wanted(seat, sound, extension="8010")
    with acting(manager_of(acme, manager)):
        with pytest.raises(ValidationError, match="reseller"):
            attendants.change(made, moved)
        with pytest.raises(ValidationError, match="reseller"):
            attendants.delete(made)
        with pytest.raises(ValidationError, match="auto attendant"):
            drafts.delete_callflow(made.callflow)
        with pytest.raises(ValidationError, match="change it there"):
            drafts.set_numbers(made.callflow, ["8099"])
        attendants.change(made, wanted(seat, sound, name="Renamed"))
    granted = grant(acme, [Right.MANAGE_ATTENDANTS])
    entry = AuditEntry.objects.filter(verb="grant").first()
    assert entry is not None
    made = Attendant.objects.get(pk=made.pk)
    with acting(manager_of(granted, manager)):
        attendants.change(made, moved)
        numbers = made.callflow.numbers.values_list("number", flat=True)
        assert list(numbers) == ["8010"]
        attendants.delete(Attendant.objects.get(pk=made.pk))
    assert not Menu.objects.exists()
    assert not Callflow.objects.filter(name="Office").exists()


def test_only_what_can_be_granted_is() -> None:
    assert not allowed(Role.ADMIN, Right.MANAGE_ATTENDANTS)
    assert allowed(Role.ADMIN, Right.MANAGE_ATTENDANTS, ["manage_attendants"])
    assert not allowed(Role.USER, Right.MANAGE_ATTENDANTS, ["manage_attendants"])
    assert not allowed(Role.ADMIN, Right.MANAGE_ACCOUNTS, ["manage_accounts"])
    assert allowed(Role.RESELLER_ADMIN, Right.MANAGE_ATTENDANTS)


def test_over_rest(api: APIClient, acme: Account, seat: Seat, sound: Media) -> None:
    tier = {"prompt": str(sound.pk), "keys": {"1": {"to": "hangup"}}}
    body = {
        "name": "Office",
        "extension": "8001",
        "prompt": str(sound.pk),
        "keys": {
            "1": {"to": "user", "id": str(seat.user_id)},
            "2": {"to": "tier", "tier": tier},
        },
    }
    made = api.post(API, body, format="json")
    assert made.status_code == 201, made.data
    assert made.data["plan"]["keys"]["2"]["tier"]["keys"] == {"1": {"to": "hangup"}}
    address = f"{API}{made.data['id']}/"
    assert api.get(address).data["plan"] == made.data["plan"]
    changed = api.put(address, {**body, "no_key": "hangup"}, format="json")
    assert changed.data["plan"]["no_key"] == "hangup"
    refused = api.delete(address)
    assert refused.status_code == 400
    assert "reseller" in str(refused.data)
    assert api.get(address).status_code == 200


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("extension", "80x"),
        ("keys", {"12": {"to": "hangup"}}),
        ("keys", {"1": {"to": "user"}}),
        ("prompt", "01900000-0000-7000-8000-000000000001"),
        ("no_key", "repeatedly"),
        ("time_frame", "01900000-0000-7000-8000-000000000001"),
        ("otherwise", {"to": "repeat"}),
    ],
)
def test_bad_values_name_their_field(
    api: APIClient, sound: Media, field: str, value: Any
) -> None:
    body = {"name": "Office", "extension": "8001", "prompt": str(sound.pk)}
    answer = api.post(API, {**body, field: value}, format="json")
    assert answer.status_code == 400
    assert answer.data["errors"][0]["field"].startswith(field), answer.data


NOWHERE = "01900000-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"greeting": NOWHERE}, "greeting"),
        (
            {"greetings": [{"frame": NOWHERE, "media": "own media"}]},
            "greetings.0.frame",
        ),
        (
            {"greetings": [{"frame": "own frame", "media": NOWHERE}]},
            "greetings.0.media",
        ),
        (
            {"keys": {"2": {"to": "tier", "tier": {"prompt": NOWHERE}}}},
            "keys.2.tier.prompt",
        ),
    ],
)
def test_an_id_of_nothing_is_told_by_the_field_that_has_it(
    api: APIClient, sound: Media, fields: dict[str, Any], told: str
) -> None:
    frame = TimeFrame.objects.create(name="Day", rules=[])
    text = json.dumps(fields).replace("own frame", str(frame.pk))
    given = json.loads(text.replace("own media", str(sound.pk)))
    body = {"name": "Office", "extension": "8001", "prompt": str(sound.pk), **given}
    answer = api.post(API, body, format="json")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.data["errors"]] == [told]


def sent(sound: Media, *keys: tuple[str, str, str], **fields: Any) -> dict[str, Any]:
    """What a browser sends."""
    data = {
        "name": "Office",
        "extension": "8001",
        "otherwise": "hangup",
        "prompt": str(sound.pk),
        "no_key": "repeat",
        "other_key": "repeat",
        "by_extension": "on",
        "keys-TOTAL_FORMS": len(keys),
        "keys-INITIAL_FORMS": 0,
        "tiers-TOTAL_FORMS": 1,
        "tiers-INITIAL_FORMS": 0,
        "tiers-0-prompt": str(sound.pk),
        "greetings-TOTAL_FORMS": 0,
        "greetings-INITIAL_FORMS": 0,
    }
    for number, (of, key, to) in enumerate(keys):
        data |= {f"keys-{number}-of": of, f"keys-{number}-key": key}
        data[f"keys-{number}-to"] = to
    return {**data, **fields}


def test_pages_make_it_and_lead_to_the_editor(
    page: Client, acme: Account, seat: Seat, sound: Media
) -> None:
    frame = TimeFrame.objects.create(name="Open", rules=[{}])
    keys = (
        ("0", "1", f"user:{seat.user_id}"),
        ("0", "2", "tier:1"),
        ("1", "3", "hangup"),
    )
    answer = page.post(f"{LIST}new/", sent(sound, *keys, frame=str(frame.pk)))
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"].endswith("/editor/")
    with acting(Actor(acme)):
        made = Attendant.objects.get(extension="8001")
        plan = attendants.plan_of(made.callflow)
    assert plan is not None
    assert plan.frame == frame.pk
    form = page.get(f"{LIST}{made.pk}/edit/").context["form"]
    shown = [f.initial for f in form.row_groups[0].formset.forms]
    assert [(row["of"], row["key"], row["to"]) for row in shown] == list(keys)
    assert form.fields["extension"].disabled
    again = page.post(f"{LIST}{made.pk}/edit/", sent(sound, *keys[1:], name="New"))
    assert again.status_code == 302, again.context["form"].errors
    assert page.get(again["Location"]).status_code == 200
    assert page.get(LIST).status_code == 200
    page.post(f"{LIST}{made.pk}/delete/")
    assert page.get(f"{LIST}{made.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ((("0", "1", "hangup"),), "Tier 1: exactly one key"),
        ((("0", "1", "tier:1"), ("0", "1", "hangup")), "there twice"),
        ((("1", "1", "tier:1"),), "reached from the main menu"),
    ],
)
def test_the_form_says_what_is_wrong_with_tiers(
    page: Client, sound: Media, keys: Any, told: str
) -> None:
    answer = page.post(f"{LIST}new/", sent(sound, *keys))
    assert answer.status_code == 200
    assert told in str(answer.context["form"].errors)


def test_a_reseller_grants_it_by_page_and_over_rest(
    client: Client, acme: Account, reseller: Account
) -> None:
    admin = User.objects.get(email="reseller@pbx.test")
    client.force_login(admin)
    address = f"/a/{reseller.slug}/accounts/{acme.pk}/rights/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"rights": ["manage_attendants"]}).status_code == 302
    acme.refresh_from_db()
    assert acme.granted == ["manage_attendants"]
    api = APIClient()
    api.force_authenticate(admin)
    rest = f"/api/v1/accounts/{reseller.slug}/accounts/{acme.pk}/rights/"
    assert api.get(rest).data == {"rights": ["manage_attendants"]}
    assert api.put(rest, {"rights": []}, format="json").data == {"rights": []}
    wrong = api.put(rest, {"rights": ["manage_accounts"]}, format="json")
    assert wrong.status_code == 400
