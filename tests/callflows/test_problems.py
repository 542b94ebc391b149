"""Problems of all callflows: the page, REST, the number in the toolbar, the list."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from callflows.models import Callflow, CallScenario
from callflows.services import drafts, publishing
from callflows.services.problems import problems, red_by_callflow
from tenants.actor import Actor, acting

FINDINGS = "/api/v1/accounts/acme/findings/"
FINE: dict[str, Any] = {"module": "hangup"}
BROKEN = {"module": "hangup", "data": {"cause": "bored"}}


def deep(below: dict[str, Any]) -> dict[str, Any]:
    return {"module": "answer", "children": {"_": below}}


def test_each_finding_leads_to_its_module(
    api: APIClient, page: Client, in_acme: Actor
) -> None:
    flow = drafts.create_callflow("Main", deep(BROKEN), ["8000"])
    answer = api.get(f"{FINDINGS}?level=red").json()
    (found,) = answer["results"]
    assert answer["counts"]["red"] == 1
    assert found["callflow"] == {"id": str(flow.pk), "name": "Main"}
    assert (found["code"], found["path"]) == ("invalid_setting", ["_"])
    assert (found["states"], found["module"]) == (["draft"], "Hang up")
    assert found["hint"]
    assert api.get(f"{FINDINGS}?level=pink").status_code == 400
    shown = page.get("/a/acme/problems/?level=red").content.decode()
    assert f"/a/acme/callflows/{flow.pk}/editor/#node=_" in shown
    assert 'data-count="1"' in shown


def test_what_draft_and_live_version_share_is_one(in_acme: Actor) -> None:
    flow = drafts.create_callflow("Main", {"module": "answer"})
    publishing.publish(flow)
    drafts.save_draft(flow, {"module": "answer", "note": "changed"}, flow.revision)
    own = [p for p in problems() if p.flow.pk == flow.pk and p.finding.about == "_"]
    assert [p.states for p in own] == [("live", "draft")]


def test_the_number_of_errors_follows_changes(in_acme: Actor) -> None:
    assert red_by_callflow() == {}
    flow = drafts.create_callflow("Main", BROKEN)
    assert red_by_callflow() == {flow.pk: 1}
    drafts.save_draft(flow, FINE, flow.revision)
    assert red_by_callflow() == {}


def test_the_list_tells_each_ones_state(
    page: Client, api: APIClient, in_acme: Actor
) -> None:
    drafts.create_callflow("Half done", FINE)
    drafts.create_callflow("Broken", BROKEN)
    live = drafts.create_callflow("Good", FINE)
    publishing.publish(live)
    tested = drafts.create_callflow("Tested", FINE)
    publishing.publish(tested)
    CallScenario.objects.create(callflow=tested, name="Noon", passed=False)
    lines = b"".join(
        page.get("/a/acme/callflows/?export=csv").streaming_content  # type: ignore[attr-defined]
    )
    states = {
        row.split(",")[0]: row.split(",")[2] for row in lines.decode().splitlines()
    }
    assert states["Half done"] == "Draft"
    assert (states["Broken"], states["Tested"]) == ("Failing", "Failing")
    assert states["Good"] == "Live"
    listed = api.get("/api/v1/accounts/acme/callflows/?page_size=500").data["results"]
    over_rest = {flow["name"]: flow["state"] for flow in listed}
    assert over_rest.items() >= {
        ("Half done", "draft"),
        ("Broken", "failing"),
        ("Tested", "failing"),
        ("Good", "live"),
    }


def test_many_callflows_cost_as_many_queries_as_few(
    api: APIClient, in_acme: Actor
) -> None:
    def queries() -> int:
        api.get(FINDINGS)
        with CaptureQueriesContext(connection) as captured:
            assert api.get(FINDINGS).status_code == 200
        return len(captured)

    publishing.publish(drafts.create_callflow("First", FINE))
    few = queries()
    with acting(in_acme):
        for number in range(8):
            flow = drafts.create_callflow(f"F{number}", FINE, [f"81{number}"])
            publishing.publish(flow)
        assert Callflow.objects.count() > 8
    assert queries() == few
