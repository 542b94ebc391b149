"""Saved scenarios: what they find, and what they keep from going live."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from rest_framework.test import APIClient

from callflows.document import parse
from callflows.lowering import lower
from callflows.models import Callflow, CallScenario
from callflows.services import drafts, publishing, scenarios, usage
from callflows.simulation import Scenario, simulate
from callflows.simulation.expectation import Expectation
from extensions.models import Seat
from tenants.actor import Actor
from tenants.models import Account, ErrorEntry, OutboxEntry, User
from tests.callflows.samples import BOX, SEAT, SNAPSHOT, USER

AT = datetime(2025, 11, 20, 20, 0, tzinfo=UTC)
BUSY = {"module": "hangup", "data": {"cause": "busy"}}
CALLS = "/api/v1/accounts/acme/scenarios/"
ALEX = {"rings": str(USER)}


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({"end": "voicemail", "who": str(BOX)}, ""),
        ({"end": "answered"}, "ends otherwise"),
        ({"who": str(USER)}, "Somebody else"),
        ({"passes": ("_",)}, ""),
        ({"passes": ("1",)}, "does not come"),
        ({**ALEX, "within": 0}, ""),
        ({"rings": str(BOX)}, "does not"),
    ],
)
def test_what_is_expected(expected: dict[str, Any], told: str) -> None:
    programs = {"u": lower(parse(SEAT), SNAPSHOT)}
    call = Scenario("8000", "1", AT, outcomes={str(USER): "no-answer"})  # type: ignore[dict-item]
    found = " ".join(Expectation(**expected).faults(simulate(programs, "u", call), AT))
    assert bool(found) == bool(told)
    assert told in found


def test_ringing_too_late_is_told() -> None:
    late = {"module": "menu", "data": {}, "children": {"timeout": SEAT}}
    trace = simulate({"u": lower(parse(late), SNAPSHOT)}, "u", Scenario("", "", AT))
    (fault,) = Expectation(rings=str(USER), within=10).faults(trace, AT)
    assert fault == "Alex Kim rings after 15 seconds, not within 10."


@pytest.fixture
def flow(in_acme: Actor) -> Callflow:
    """Live, busy, with a scenario that passes."""
    made = drafts.create_callflow("Main", BUSY, ["8000"])
    publishing.publish(made)
    scenarios.keep(made, "Busy", {}, {"end": "hung-up"})
    return made


def test_a_scenario_that_would_fail_blocks_publishing(flow: Callflow) -> None:
    scenarios.keep(flow, "Somebody answers", {}, {"end": "answered"})
    with pytest.raises(ValidationError, match="Somebody answers"):
        publishing.publish(flow)
    assert flow.versions.count() == 1
    scenarios.keep(flow, "Somebody answers", {}, {"end": "hung-up"})
    assert publishing.publish(flow).number == 2


def test_a_failure_on_what_is_live_is_logged_once(
    flow: Callflow, acme: Account
) -> None:
    scenarios.keep(flow, "Somebody answers", {}, {"end": "answered"})
    for _ in range(2):
        scenarios.run_account()
    rows = {row.name: row for row in CallScenario.objects.all()}
    assert rows["Busy"].passed
    assert rows["Somebody answers"].passed is False
    assert rows["Somebody answers"].ran_at
    (entry,) = ErrorEntry.objects.filter(account=acme, source="scenarios")
    assert "Somebody answers" in entry.message


def test_a_change_of_what_it_points_at_runs_it_again(in_acme: Actor) -> None:
    seat = Seat.objects.select_related("callflow").exclude(callflow__live=None).first()
    assert seat is not None
    OutboxEntry.objects.filter(kind=usage.SCENARIOS).delete()
    usage.touch_callflows_using(seat.user_id)
    assert not OutboxEntry.objects.filter(kind=usage.SCENARIOS).exists()
    scenarios.keep(seat.callflow, "Rings", {}, {"rings": str(seat.user_id)})
    usage.touch_callflows_using(seat.user_id)
    (entry,) = OutboxEntry.objects.filter(kind=usage.SCENARIOS)
    assert entry.key == str(seat.callflow_id)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ({}, {}),
        ({}, {"within": 5}),
        ({}, {"nonsense": 1}),
        ({"outcomes": {"x": "sleeps"}}, {"end": "answered"}),
        ({"dialled": "a\0b"}, {"end": "answered"}),
    ],
)
def test_nonsense_is_refused(
    api: APIClient, flow: Callflow, call: Any, expected: Any
) -> None:
    body = {"callflow": str(flow.pk), "name": "x", "call": call, "expected": expected}
    assert api.post(CALLS, body, format="json").status_code == 400


def test_rest_keeps_and_runs(api: APIClient, flow: Callflow) -> None:
    body = {"callflow": str(flow.pk), "name": "x", "call": {"keys": ["1"]}}
    body |= {"expected": {"end": "answered"}}
    made = api.post(CALLS, body, format="json")
    assert made.status_code == 201, made.json()
    ran = api.post(f"{CALLS}{made.json()['id']}/run/").json()
    assert ran["passed"] is False
    assert "ends otherwise" in ran["faults"][0]
    listed = api.get(f"{CALLS}?callflow={flow.pk}").json()["results"]
    assert {row["name"] for row in listed} == {"Busy", "x"}
    assert api.get(f"{CALLS}?callflow=x").status_code == 400
    assert api.post(CALLS, body, format="json").status_code == 400


def test_the_page_tries_a_call_and_keeps_it(manager: User, in_acme: Actor) -> None:
    seat = Seat.objects.select_related("callflow").first()
    assert seat is not None
    flow_id, user = seat.callflow_id, str(seat.user_id)
    client = Client()
    client.force_login(manager)
    path = f"/a/acme/callflows/{flow_id}/what-if/"
    assert client.get(path).status_code == 200
    asked = {"caller": "1", "at": "2026-01-02T12:00", f"outcome_{user}": "busy"}
    page = client.get(path, asked)
    assert "is busy." in page.content.decode()
    initial = page.context["keep_form"].initial
    assert initial["end"] == "voicemail"
    body = {**initial, "call": json.dumps(initial["call"]), "name": "Busy at noon"}
    client.post(f"/a/acme/callflows/{flow_id}/scenarios/new/", body)
    shown = client.get(path).content.decode()
    assert "Busy at noon" in shown
    assert f"outcome_{user}=busy" in shown


def test_rest_runs_all_on_the_draft(api: APIClient, flow: Callflow) -> None:
    wanted = {"end": "answered", "passes": [], "who": str(USER)}
    scenarios.keep(flow, "Somebody answers", {}, wanted)
    told = api.get(f"/api/v1/accounts/acme/callflows/{flow.pk}/scenarios/").json()
    assert told["summary"] == "1 of 2 scenarios fails."
    passes, fails = told["results"]
    assert passes["passed"]
    assert passes["name"] == "Busy"
    assert passes["expected"] == ["The call is ended."]
    assert not fails["passed"]
    assert fails["expected"] == [
        "Somebody answers.",
        "The call gets to somebody who is not in the callflow any more.",
        "The call passes “Hang up”.",
    ]
    assert "busy" in fails["happened"]
    assert "ends otherwise" in fails["faults"][0]


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        ([], ""),
        ([True], "The scenario passes."),
        ([True] * 3, "All 3 scenarios pass."),
        ([False], "The scenario fails."),
        ([True, False], "1 of 2 scenarios fails."),
        ([False] * 3, "3 of 3 scenarios fail."),
    ],
)
def test_how_many_pass_in_words(passed: list[bool], told: str) -> None:
    assert scenarios.summary(passed) == told
