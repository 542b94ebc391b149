"""What-if over REST: on a draft, and by the number that is dialled."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from callflows.models import ParkingLot
from callflows.services import drafts, publishing
from extensions.models import Seat
from telephony.models import Carrier
from tenants.actor import Actor

ACCOUNT = "/api/v1/accounts/acme/"
HANG_UP = {"module": "hangup", "data": {"cause": "busy"}}


@pytest.fixture
def seat(in_acme: Actor) -> Seat:
    found = Seat.objects.select_related("user").order_by("user__extension").first()
    assert found is not None
    return found


def ask(api: APIClient, **scenario: Any) -> dict[str, Any]:
    answer = api.post(f"{ACCOUNT}simulate/", scenario, format="json")
    assert answer.status_code == 200, answer.json()
    told: dict[str, Any] = answer.json()
    return told


def test_the_number_leads_to_its_callflow(api: APIClient, seat: Seat) -> None:
    flow = drafts.create_callflow(
        "Main",
        {
            "module": "user",
            "data": {"user": str(seat.user_id)},
            "children": {"_": HANG_UP},
        },
        ["8000"],
    )
    publishing.publish(flow)
    outcomes = {str(seat.user_id): "no-answer"}
    told = ask(api, dialled="8000", caller="+16045550100", outcomes=outcomes)
    first, second = told["steps"]
    assert (first["label"], first["exit"], first["seconds"]) == ("User", "_", 20)
    assert first["exit_label"] == "Not answered"
    assert "in vain" in first["why"]
    assert first["rings"][0]["caller_number"] == "+16045550100"
    assert first["callflow"] == {"id": str(flow.pk), "name": "Main", "version": 1}
    assert second["module"] == "hangup"
    assert told["end"]["cause"] == "busy"


def test_only_what_is_live_answers(api: APIClient, in_acme: Actor) -> None:
    flow = drafts.create_callflow("Main", HANG_UP, ["8000"])
    for dialled in ("8000", "8999"):
        told = ask(api, dialled=dialled)
        assert told["steps"] == []
        assert told["end"]["kind"] == "no-number"
    assert api.post(f"{ACCOUNT}callflows/{flow.pk}/publish/").status_code == 202
    assert ask(api, dialled="8000")["end"]["cause"] == "busy"


def test_codes_without_a_callflow_answer_too(api: APIClient, seat: Seat) -> None:
    caller = seat.user.extension
    lot = ParkingLot.objects.create(name="Lot", first=7801, last=7803)
    told = ask(api, dialled="*97", caller=caller)["end"]
    assert (told["kind"], told["who"]) == ("own-mailbox", str(seat.voicemail_box_id))
    assert ask(api, dialled="*97", caller="+16045550100")["end"]["kind"] == "hung-up"
    told = ask(api, dialled="7802")["end"]
    assert (told["kind"], told["cause"]) == ("hung-up", "not-found")
    parked = {str(lot.pk): {"parked": [7802]}}
    told = ask(api, dialled="7802", lots=parked)["end"]
    assert (told["kind"], told["who"]) == ("retrieved", str(lot.pk))


def test_a_callflow_with_the_code_goes_before_it(api: APIClient, seat: Seat) -> None:
    drafts.create_callflow("Mine", HANG_UP, ["*97"])
    caller = seat.user.extension
    assert ask(api, dialled="*97", caller=caller)["end"]["kind"] == "no-number"


def test_a_call_outside_is_told(api: APIClient, in_acme: Actor) -> None:
    told = ask(api, dialled="9005550199")["end"]
    assert (told["kind"], told["cause"]) == ("hung-up", "rejected")
    assert "may not call" in told["text"]
    told = ask(api, dialled="911")["end"]
    assert (told["kind"], told["cause"]) == ("hung-up", "unavailable")
    Carrier.objects.create(account=in_acme.account, name="Coast", host="192.0.2.1")
    for dialled in ("911", "8005550199"):
        told = ask(api, dialled=dialled)["end"]
        assert (told["kind"], told["who"]) == ("answered", dialled)
        assert "Coast" in told["text"]


def test_a_draft_goes_on_in_live_callflows(api: APIClient, in_acme: Actor) -> None:
    other = drafts.create_callflow("Other", HANG_UP)
    publishing.publish(other)
    jump = {"module": "callflow", "data": {"callflow": str(other.pk)}}
    flow = drafts.create_callflow("Main", jump)
    path = f"{ACCOUNT}callflows/{flow.pk}/simulate/"
    told = api.post(path, {}, format="json").json()
    assert [step["callflow"]["version"] for step in told["steps"]] == [None, 1]


@pytest.mark.parametrize(
    ("scenario", "field"),
    [
        ({}, "dialled"),
        ({"dialled": "1" * 41}, "dialled"),
        ({"dialled": "1", "at": "tomorrow"}, "at"),
        ({"dialled": "1", "outcomes": {"x": "sleeps"}}, "outcomes.x"),
        ({"dialled": "1", "nonsense": 1}, "nonsense"),
        ([], ""),
    ],
)
def test_what_is_wrong_is_named(api: APIClient, scenario: Any, field: str) -> None:
    answer = api.post(f"{ACCOUNT}simulate/", scenario, format="json")
    assert answer.status_code == 400
    assert field in str(answer.json())


def test_moments_are_told_on_the_accounts_clock(api: APIClient, in_acme: Actor) -> None:
    flow = drafts.create_callflow("Main", HANG_UP)
    path = f"{ACCOUNT}callflows/{flow.pk}/simulate/"
    for at in ("2026-07-01T09:00:00", "2026-07-01T16:00:00Z"):
        step, *_ = api.post(path, {"at": at}, format="json").json()["steps"]
        assert step["at"] == "2026-07-01T09:00:00-07:00"
