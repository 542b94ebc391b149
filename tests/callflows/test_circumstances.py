"""What can be said of an imagined call: fields for what the callflow could meet, no more."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pydantic import BaseModel
from rest_framework.test import APIClient

from callflows.forms.what_if import WhatIfForm, query
from callflows.models import ParkingLot
from callflows.services import drafts
from callflows.services.cast import Cast
from callflows.services.circumstances import SINGULAR, groups
from callflows.services.what_if import LotIn, QueueIn, ScenarioIn, StateIn
from extensions.models import PhoneUser
from tenants.actor import Actor
from tests.support.staying import staying

ID = "6f1c1b52-6f0e-4c8e-9a3a-2a51a2f7d001"
NAMED = {ID: "It"}
ALL = Cast(NAMED, NAMED, NAMED, NAMED, NAMED, NAMED, NAMED, True)
NOBODY = Cast({}, {}, {}, {}, {}, {}, {}, False)


def test_every_input_of_rest_has_a_field() -> None:
    paths = {field.path for group in groups(ALL) for field in group.fields}
    parts: dict[str, type[BaseModel]] = {
        "queues": QueueIn,
        "lots": LotIn,
        "states": StateIn,
    }
    plain = {"dialled", "caller", "at", "keys"}
    assert set(SINGULAR) == set(ScenarioIn.model_fields) - plain
    for name in SINGULAR:
        if name in parts:
            for part in parts[name].model_fields:
                assert (name, ID, part) in paths
        else:
            assert ((name,) if name == "agent" else (name, ID)) in paths


def test_without_anybody_there_is_nothing_to_say() -> None:
    (only,) = groups(NOBODY)
    assert only.fields == ()


SAID = {
    f"outcome_{ID}": "busy",
    f"answer_{ID}": "1",
    f"activity_{ID}": "talking",
    "agent": "paused",
    f"queue_{ID}_wait": "0",
    f"queue_{ID}_full": "on",
    f"lot_{ID}_parked": "701, 702",
    f"lot_{ID}_taken_after": "30",
    f"state_{ID}_do_not_disturb": "on",
    f"state_{ID}_forward_busy": "1002",
}


def test_the_form_makes_a_call_and_a_call_the_form() -> None:
    form = WhatIfForm({**SAID, "at": "2026-01-02T12:00"}, ALL)
    assert form.is_valid(), form.errors
    call = form.scenario()
    assert call["outcomes"] == {ID: "busy"}
    assert call["queues"] == {ID: {"wait": 0, "full": True}}
    assert call["lots"] == {ID: {"parked": [701, 702], "taken_after": 30}}
    assert call["states"] == {ID: {"do_not_disturb": True, "forward_busy": "1002"}}
    again = WhatIfForm(query(json.loads(json.dumps(call))), ALL)
    assert again.is_valid(), again.errors
    assert again.scenario() == call


def test_spaces_that_are_no_numbers_are_refused() -> None:
    form = WhatIfForm({f"lot_{ID}_parked": "701 x"}, ALL)
    assert not form.is_valid()
    assert list(form.errors) == [f"lot_{ID}_parked"]


@pytest.fixture
def lot(in_acme: Actor) -> ParkingLot:
    return ParkingLot.objects.create(name="Front", first=741, last=743)


def test_rest_and_the_page_offer_what_the_draft_could_meet(
    api: APIClient, page: Client, in_acme: Actor, lot: ParkingLot
) -> None:
    api, page = staying(api, in_acme), staying(page, in_acme)
    alex = PhoneUser.objects.get(extension="1001")
    take: dict[str, Any] = {"module": "retrieve", "data": {"lot": str(lot.pk)}}
    ring = {"module": "user", "data": {"user": str(alex.pk)}, "children": {"_": take}}
    flow = drafts.create_callflow("Park", ring)
    path = f"/api/v1/accounts/acme/callflows/{flow.pk}/circumstances/"
    told = api.get(path).json()["groups"]
    assert [group["title"] for group in told] == [
        "",
        "Parking lot: Front",
        "Settings of 1001 Alex Kim",
    ]
    assert told[0]["fields"][0]["path"] == ["outcomes", str(UUID(str(alex.pk)))]
    address = f"/a/acme/callflows/{flow.pk}/what-if/"
    asked = {
        "dialled": "742",
        f"outcome_{alex.pk}": "busy",
        f"lot_{lot.pk}_parked": "742",
    }
    shown = page.get(address, asked).content.decode()
    assert "talks to the call from space 742" in shown
    assert "Parking lot: Front</summary>" in shown
