"""What points at an object: the callflows with the module, numbers and calls."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from callflows.models import Callflow, Media, TimeFrame
from callflows.services import drafts, publishing
from extensions.models import Group, PhoneUser, Seat
from telephony.models import CallStep, Publication, PublishedUnit
from tenants import refs
from tenants.actor import Actor, acting
from tenants.models import Account, User
from tests.support.servers import ROOT

ACCOUNT = "/api/v1/accounts/acme/"


@pytest.fixture
def sound(in_acme: Actor) -> Media:
    return Media.objects.create(name="Welcome", seconds=1)


def playing(sound: Media, **children: Any) -> dict[str, Any]:
    return {"module": "play", "data": {"media": str(sound.pk)}, "children": children}


def hours(below: dict[str, Any]) -> dict[str, Any]:
    return {"module": "time_of_day", "data": {}, "children": {"_": below}}


def asked(api: APIClient, kind: str, pk: UUID) -> dict[str, Any]:
    answer = api.get(f"{ACCOUNT}used-by/{kind}/{pk}/")
    assert answer.status_code == 200, answer.json()
    told: dict[str, Any] = answer.json()
    return told


def test_each_callflow_tells_the_place_and_the_numbers_that_lead_there(
    api: APIClient, sound: Media
) -> None:
    inner = drafts.create_callflow("Inner", hours(playing(sound)), ["800"])
    publishing.publish(inner)
    drafts.save_draft(inner, playing(sound), inner.revision)
    to_inner = {"module": "callflow", "data": {"callflow": str(inner.pk)}}
    publishing.publish(drafts.create_callflow("Outer", to_inner, ["801"]))
    told = asked(api, "media", sound.pk)
    assert (told["name"], told["deletable"]) == ("Welcome", False)
    (use,) = told["results"]
    assert (use["kind"], use["id"]) == ("callflow", str(inner.pk))
    assert use["numbers"] == ["800", "801"]
    assert use["nodes"] == [
        {"path": ["_"], "label": "Play: Welcome", "states": ["live"]},
        {"path": [], "label": "Play: Welcome", "states": ["draft"]},
    ]


def test_what_holds_the_object_is_told_and_does_not_keep_it(in_acme: Actor) -> None:
    user = PhoneUser.objects.get(extension="1002")
    group = Group.objects.create(name="Sales")
    group.users.add(user)
    members = [{"group": str(group.pk)}]
    flow = drafts.create_callflow(
        "Main", {"module": "ring_group", "data": {"members": members}}
    )
    by_pk = {use.pk: use for use in refs.used_by("user", user.pk)}
    assert (by_pk[flow.pk].through, by_pk[flow.pk].blocks) == ("Sales", False)
    assert by_pk[group.pk].blocks


def test_a_module_that_is_not_known_keeps_what_it_mentions(sound: Media) -> None:
    flow = drafts.create_callflow("Odd", {"module": "odd", "x": str(sound.pk)})
    (use,) = refs.used_by("media", sound.pk)
    assert (use.pk, use.places, use.blocks) == (flow.pk, (), True)


def step(account: Any, context: str, node: str, call: str, days: int = 0) -> None:
    CallStep.objects.create(
        account=account,
        pbx="pbx1",
        event_key=uuid4(),
        linkedid=call,
        uniqueid=call,
        kind="node",
        at=timezone.now() - timedelta(days=days),
        context=context,
        node=node,
    )


def published(
    account: Any,
    flow: Callflow,
    version: int,
    source: str,
    places: dict[str, list[str]],
) -> str:
    unit, _ = PublishedUnit.objects.get_or_create(
        account=account, kind="callflow", key=str(flow.pk), name=flow.unit("acme")
    )
    Publication.objects.create(unit=unit, version=version, source=source, places=places)
    return f"{unit.name}-v{version}"


def test_calls_of_the_last_week_are_counted_on_the_version_that_they_met(
    api: APIClient, sound: Media, in_acme: Actor
) -> None:
    flow = drafts.create_callflow("Main", hours(playing(sound)))
    publishing.publish(flow)
    drafts.save_draft(flow, playing(sound), 1)
    publishing.publish(flow)
    # Nodes have other names than today's, as after a change of what was pointed at.
    names = {"n0": [], "n3": ["_"]}
    first = published(in_acme.account, flow, 7, "v1", names)
    second = published(in_acme.account, flow, 8, "v2", {"n0": []})
    step(in_acme.account, first, "n0", "a")  # the time of day, not the sound
    step(in_acme.account, first, "n3", "b")
    step(in_acme.account, first, "n3", "b")  # the same call once more
    step(in_acme.account, second, "n0", "c")
    step(in_acme.account, second, "n0", "old", days=8)
    (use,) = asked(api, "media", sound.pk)["results"]
    assert use["calls"] == 2


def test_what_is_used_is_not_deleted_and_the_answer_says_what_to_mend(
    api: APIClient, page: Client, sound: Media
) -> None:
    flow = drafts.create_callflow("Main", playing(sound))
    answer = api.delete(f"{ACCOUNT}media/{sound.pk}/")
    assert answer.status_code == 409
    problem = answer.json()
    assert "callflow “Main”" in problem["detail"]
    assert [use["id"] for use in problem["used_by"]] == [str(flow.pk)]
    shown = page.post(f"/a/acme/media/{sound.pk}/delete/")
    assert shown.status_code == 409
    assert f"/a/acme/callflows/{flow.pk}/editor/#node=" in shown.content.decode()
    assert asked(api, "media", sound.pk)["deletable"] is False


def test_deleting_a_seat_tells_who_rings_its_user(page: Client, in_acme: Actor) -> None:
    seat = Seat.objects.select_related("user").get(user__extension="1002")
    document = {"module": "user", "data": {"user": str(seat.user_id)}}
    drafts.create_callflow("Front desk", document)
    shown = page.get(f"/a/acme/seats/{seat.pk}/delete/").content.decode()
    assert "Front desk" in shown


def test_whatever_can_point_at_something_has_words() -> None:
    """Else its users could not be told."""
    routes = set()
    for app in ("tenants", "callflows", "extensions", "queues", "telephony", "billing"):
        for path in (ROOT / app).rglob("*.py"):
            routes |= set(
                re.findall(r'\brefs\.Use\([^"]*?"([a-z-]+)"', path.read_text())
            )
    assert {"callflow", "seat", "settings-section"} <= routes
    for route in routes:
        assert refs.Use("x", route, uuid4()).label.endswith("“x”")


def test_private_and_unknown_objects_are_not_told(
    api: APIClient, in_acme: Actor
) -> None:
    owner = User.objects.create_user("other@acme.test", name="Other")
    frame = TimeFrame.objects.create(name="Mine", owner=owner, rules=[{}])
    for kind, pk in (("time_frame", frame.pk), ("media", uuid4()), ("odd", frame.pk)):
        assert api.get(f"{ACCOUNT}used-by/{kind}/{pk}/").status_code == 404


def test_many_callflows_cost_as_many_queries_as_one(
    api: APIClient, sound: Media, acme: Account
) -> None:
    def queries() -> int:
        asked(api, "media", sound.pk)
        with CaptureQueriesContext(connection) as captured:
            asked(api, "media", sound.pk)
        return len(captured)

    publishing.publish(drafts.create_callflow("First", playing(sound), ["800"]))
    few = queries()
    with acting(Actor(acme)):
        for number in range(8):
            flow = drafts.create_callflow(f"F{number}", playing(sound), [f"81{number}"])
            publishing.publish(flow)
    assert queries() == few
