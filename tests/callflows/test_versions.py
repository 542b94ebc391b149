"""Stale saves, versions, what differs between them, and the way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callflows.models import Callflow
from callflows.services import comparing, drafts, publishing
from tenants.actor import Actor
from tests.support.staying import staying

FLOWS = "/api/v1/accounts/acme/callflows/"


def hang_up(cause: str) -> dict[str, Any]:
    return {"module": "hangup", "data": {"cause": cause}}


def menu(**children: Any) -> dict[str, Any]:
    keys = {key.removeprefix("k"): value for key, value in children.items()}
    return {"module": "menu", "data": {}, "children": keys}


BASE = menu(k1=hang_up("busy"), k2=hang_up("normal"))


@pytest.fixture
def api(api: APIClient, in_acme: Actor) -> APIClient:
    return staying(api, in_acme)


@pytest.fixture
def page(page: Client, in_acme: Actor) -> Client:
    return staying(page, in_acme)


@pytest.fixture
def flow(in_acme: Actor) -> Callflow:
    return drafts.create_callflow("Front desk", BASE)


def test_a_stale_save_is_told_what_differs(api: APIClient, flow: Callflow) -> None:
    theirs = menu(k1=hang_up("rejected"), k2=hang_up("normal"))
    mine = menu(k1=hang_up("no-answer"), k3=hang_up("normal"))
    path = f"{FLOWS}{flow.pk}/"
    assert api.patch(path, {"draft": theirs, "revision": 1}).status_code == 200
    answer = api.patch(path, {"draft": mine, "revision": 1})
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == 409
    assert (problem["revision"], problem["base_revision"]) == (2, 1)
    assert problem["draft"] == theirs
    assert [c["kind"] for c in problem["stored_changes"]] == ["changed"]
    assert [c["kind"] for c in problem["your_changes"]] == ["moved", "changed"]
    assert problem["conflicts"] == [["1"]]
    (setting,) = problem["difference"][-1]["settings"]
    assert setting["title"] == "Reason"
    assert (setting["before"], setting["after"]) == ("rejected", "no-answer")
    assert (setting["before_text"], setting["after_text"]) == ("Rejected", "No answer")
    flow.refresh_from_db()
    assert flow.draft == theirs


def test_a_draft_of_long_ago_is_not_kept(api: APIClient, flow: Callflow) -> None:
    for number in range(drafts.KEPT + 3):
        flow = drafts.save_draft(flow, menu(k1=hang_up("busy"), x=number), number + 1)
    assert flow.drafts.count() == drafts.KEPT
    answer = api.patch(f"{FLOWS}{flow.pk}/", {"draft": BASE, "revision": 1})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["stored_changes"] is problem["conflicts"] is None
    assert problem["difference"]


def test_the_form_tells_what_others_have_changed(page: Client, flow: Callflow) -> None:
    drafts.save_draft(flow, menu(k1=hang_up("busy")), 1)
    draft = '{"module": "hangup"}'
    form = {"name": "Front desk", "numbers": "", "draft": draft, "revision": 1}
    answer = page.post(f"/a/acme/callflows/{flow.pk}/edit/", form)
    text = answer.content.decode()
    assert "in the meantime" in text
    assert "“Hang up” at “Menu”, exit “2” is gone." in text


def test_publishing_another_draft_than_the_one_seen_is_refused(
    api: APIClient, page: Client, flow: Callflow
) -> None:
    drafts.save_draft(flow, hang_up("busy"), 1)
    answer = api.post(f"{FLOWS}{flow.pk}/publish/", {"revision": 1})
    assert answer.status_code == 409
    assert answer.json()["draft"] == hang_up("busy")
    page.post(f"/a/acme/callflows/{flow.pk}/publish/", {"revision": "1"})
    assert not flow.versions.exists()
    page.post(f"/a/acme/callflows/{flow.pk}/publish/", {"revision": "2"})
    assert flow.versions.count() == 1


def test_versions_are_listed_read_and_compared(api: APIClient, flow: Callflow) -> None:
    publishing.publish(flow, "first")
    drafts.save_draft(flow, menu(k1=hang_up("busy"), k3=hang_up("normal")), 1)
    publishing.publish(flow, "second")
    path = f"{FLOWS}{flow.pk}/versions/"
    listed = api.get(path).json()["results"]
    assert [(v["number"], v["note"], v["is_live"]) for v in listed] == [
        (2, "second", True),
        (1, "first", False),
    ]
    assert api.get(f"{path}1/").json()["document"] == BASE
    diff = api.get(f"{path}1/diff/?to=2").json()
    (change,) = diff["changes"]
    assert (change["kind"], change["from"], change["path"]) == ("moved", ["2"], ["3"])
    assert change["text"] == (
        "“Hang up” moved from “Menu”, exit “2” to “Menu”, exit “3”."
    )
    assert api.get(f"{path}2/diff/").json()["changes"] == []
    assert len(api.get(f"{path}1/diff/?to=live").json()["changes"]) == 1
    for wrong in ("9", "draft2", "-1", "²"):
        assert api.get(f"{path}1/diff/?to={wrong}").status_code == 404


def test_an_old_version_is_shown_compared_and_restored(
    page: Client, flow: Callflow
) -> None:
    publishing.publish(flow, "first")
    drafts.save_draft(flow, hang_up("busy"), 1)
    publishing.publish(flow, "second")
    old = page.get(f"/a/acme/callflows/{flow.pk}/versions/1/")
    assert old.status_code == 200
    assert old.content.decode().count("flow-card") == 3
    path = f"/a/acme/callflows/{flow.pk}/compare/"
    text = page.get(path, {"from": "1", "to": "2"}).content.decode()
    assert "is gone." in text
    assert "These two are the same" in page.get(path).content.decode()
    assert page.get(path, {"from": "7"}).status_code == 404
    page.post(f"/a/acme/callflows/{flow.pk}/restore/1/")
    flow.refresh_from_db()
    assert flow.draft == BASE


def test_names_of_objects_stand_in_the_words(in_acme: Actor) -> None:
    from extensions.models import Seat

    seat = Seat.objects.select_related("user").first()
    assert seat is not None
    user = {"module": "user", "data": {"user": str(seat.user_id), "timeout": 20}}
    longer = {**user, "data": {**user["data"], "timeout": 30}}
    (change,) = comparing.compare(user, longer)
    assert seat.user.name in change.text
    assert change.settings == (("Ring for", "20", "30"),)
    (change,) = comparing.compare(user, {"module": "user", "data": {"timeout": 20}})
    assert change.settings[0][1:] == (seat.user.name, "not set")


@pytest.mark.parametrize("odd", [[], {"module": 3}, {"module": "menu", "data": []}])
def test_what_is_no_callflow_is_compared_all_the_same(in_acme: Actor, odd: Any) -> None:
    for old, new in ((odd, BASE), (BASE, odd), (None, odd), (odd, {})):
        for change in comparing.compare(old, new):
            assert change.as_json()["text"]
