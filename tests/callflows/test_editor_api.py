"""What the callflow editor asks for besides the documents."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from rest_framework.test import APIClient

from callflows.models import Callflow
from callflows.module import modules
from callflows.services.drafts import create_callflow, save_draft
from callflows.services.media import create_media
from callflows.views.editor_texts import TEXTS
from extensions.models import Conference, Seat
from tenants import refs
from tenants.actor import Actor, acting
from tenants.models import Account, User
from tests.support.objects import member, wav

URL = "/api/v1/accounts/acme/"


def test_every_text_that_the_editor_asks_for_is_there() -> None:
    asked = set()
    for file in (settings.BASE_DIR / "static/src/callflow").glob("*.js"):
        asked |= set(re.findall(r"""editor\.t\(\s*"([^"]+)\"""", file.read_text()))
    assert len(asked) > 50
    assert asked - set(TEXTS) == set()


def test_the_palette_has_every_module_in_a_category(api: APIClient) -> None:
    answer = api.get(f"{URL}modules/").data
    categories = {entry["name"] for entry in answer["categories"]}
    assert {card["name"] for card in answer["modules"]} == set(modules())
    assert {card["category"] for card in answer["modules"]} <= categories


def test_a_reference_is_chosen_by_its_name(api: APIClient, in_acme: Actor) -> None:
    for name in ("Welcome", "Goodbye"):
        create_media(name, wav())
    answer = api.get(f"{URL}references/media/?q=WEL").data
    assert [entry["name"] for entry in answer["results"]] == ["Welcome"]
    assert answer["new_url"] == "/a/acme/media/new/"
    (found,) = answer["results"]
    again = api.get(f"{URL}references/media/?id={found['id']}").data
    assert again["results"] == [found]
    assert api.get(f"{URL}references/teapot/").status_code == 404


def test_nothing_of_another_account_can_be_chosen(
    api: APIClient, in_acme: Actor, globex: Account
) -> None:
    names = {
        entry["name"] for entry in api.get(f"{URL}references/user/").data["results"]
    }
    assert names == {"1001 Alex Kim", "1002 Robin Singh"}


def test_whoever_may_only_look_is_offered_no_new_ones(
    client: Client, acme: Account
) -> None:
    client.force_login(member(acme, "supervisor"))
    assert client.get(f"{URL}references/media/").json()["new_url"] == ""


@pytest.fixture
def flow(in_acme: Actor) -> Callflow:
    return create_callflow("Main", {"module": "hangup", "data": {}})


def test_a_document_is_looked_at_without_being_stored(
    api: APIClient, flow: Callflow, in_acme: Actor
) -> None:
    user = str(Seat.objects.all()[0].user_id)
    draft = {
        "module": "menu",
        "data": {},
        "children": {
            "1": {"module": "user", "data": {"user": user}},
            "odd": {"module": "teleport", "children": {"x": {"module": "hangup"}}},
        },
    }
    answer = api.post(f"{URL}callflows/{flow.pk}/inspect/", {"draft": draft}).data
    nodes = {tuple(node["path"]): node for node in answer["nodes"]}
    assert list(nodes) == [(), ("1",), ("odd",), ("odd", "x")]
    exits = {exit["key"]: exit for exit in nodes[()]["exits"]}
    assert exits["timeout"]["label"] == "No key"
    assert exits["odd"]["unknown"] is True
    assert nodes[("1",)]["caption"] in ("Alex Kim", "Robin Singh")
    assert [exit["key"] for exit in nodes[("odd",)]["exits"]] == ["x"]
    codes = {finding["code"] for finding in answer["findings"]}
    assert {"unknown_module", "unreachable"} <= codes
    with acting(in_acme):
        flow.refresh_from_db()
    assert flow.draft == {"module": "hangup", "data": {}}


@pytest.mark.parametrize("body", [{}, {"draft": [1, {"module": 3}]}, {"draft": "x"}])
def test_any_document_is_looked_at(
    api: APIClient, flow: Callflow, body: dict[str, Any]
) -> None:
    answer = api.post(f"{URL}callflows/{flow.pk}/inspect/", body)
    assert answer.status_code == (200 if body else 400)


def test_what_can_be_chosen_can_be_made(api: APIClient, in_acme: Actor) -> None:
    """A person is made as a seat."""
    pages = {
        kind: api.get(f"{URL}references/{kind}/").json()["new_url"]
        for kind in refs.kinds()
    }
    assert all(pages.values())
    assert pages["user"] == "/a/acme/seats/new/"


def test_keys_and_numbers_that_only_look_different_stay_as_they_were(
    in_acme: Actor,
) -> None:
    """JavaScript moves keys of digits to the front, and knows no 1.0."""
    text = (
        '{"module": "x", "data": {"b": 1.0, "1": 1e3}, "children": {"_": {}, "1": {}}}'
    )
    stored = create_callflow("Main", json.loads(text))
    other = {
        "children": {"1": {}, "_": {}},
        "data": {"1": 1000, "b": 1},
        "module": "x",
        "note": 1,
    }
    saved = save_draft(stored, other, 1).draft
    assert repr(saved) == repr({**stored.draft, "note": 1})


def test_the_page_opens_for_those_who_may_change_callflows(
    page: Client, acme: Account, flow: Callflow, manager: User
) -> None:
    address = f"/a/acme/callflows/{flow.pk}/editor/"
    answer = page.get(address)
    assert answer.status_code == 200
    assert str(flow.pk) in answer.content.decode()
    page.force_login(member(acme, "supervisor"))
    assert page.get(address).status_code == 403


def test_free_numbers_are_those_that_nothing_has(
    api: APIClient, in_acme: Actor
) -> None:
    flow = create_callflow("Sales", {}, ["8000"])
    Conference.objects.create(name="Team", number="8001")
    answer = api.get(f"{URL}callflows/{flow.pk}/numbers/").data
    assert answer == {"free": ["8002", "8003", "8004"], "troubles": []}


def test_it_is_told_why_numbers_can_not_lead_there(
    api: APIClient, in_acme: Actor
) -> None:
    flow = create_callflow("Sales", {}, ["8000"])
    other = create_callflow("Support", {}, ["8001"])
    asked = "of=8000&of=8001&of=80-2&of=8003"
    answer = api.get(f"{URL}callflows/{flow.pk}/numbers/?{asked}").data
    taken, odd = answer["troubles"]
    assert taken["message"] == "8001 leads to “Support” already."
    assert (taken["number"], taken["callflow"]) == ("8001", str(other.pk))
    assert odd["message"].startswith("80-2: 1 to 20 digits")
    assert odd["callflow"] is None
    body = {"numbers": ["8000", "8001"]}
    refused = api.patch(f"{URL}callflows/{flow.pk}/", body, format="json")
    assert refused.status_code == 400
    told = [error["message"] for error in refused.data["errors"]]
    assert told == [taken["message"]]
