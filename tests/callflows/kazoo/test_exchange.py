"""Callflows as files, by REST and by the pages."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callflows.document import parse
from callflows.models import Callflow
from callflows.services.drafts import create_callflow, save_draft
from callflows.services.media import create_media
from extensions.models import PhoneUser
from tenants.actor import Actor, acting
from tenants.models import Account
from tests.callflows.kazoo.samples import DOCUMENT, GONE_THERE, RULE_THERE
from tests.support.objects import member, wav

URL = "/api/v1/accounts/acme/callflows/"
IMPORT = f"{URL}import/"
PAGE = "/a/acme/callflows/import/"
# 1001 leads to Alex Kim's callflow already.
KAZOO = {**DOCUMENT, "numbers": ["7001", "1001", "no_match"]}


def callflows(actor: Actor) -> int:
    """How many there are; an answer of the portal leaves the account's schema."""
    with acting(actor):
        return Callflow.objects.count()


def stored(actor: Actor, **which: Any) -> Callflow:
    """A callflow as it is stored, with its numbers."""
    with acting(actor):
        rows = Callflow.objects.prefetch_related("numbers").select_related("live")
        return rows.get(**which)


@pytest.fixture
def sound(in_acme: Actor) -> str:
    """A sound that is called as the one of the sample."""
    return str(create_media("Welcome", wav()).pk)


def test_a_dry_run_makes_nothing(api: APIClient, in_acme: Actor, sound: str) -> None:
    before = callflows(in_acme)
    answer = api.post(IMPORT, {"document": KAZOO, "dry_run": True})
    assert answer.status_code == 200
    found = answer.json()
    assert found["callflow"] is None
    assert found["numbers"] == ["7001"]
    assert found["counts"]["locked"] == 1
    assert {t["name"]: t["id"] for t in found["targets"]}["Welcome"] == sound
    notes = {row["what"]: row["notes"] for row in found["rows"]}
    assert notes["1001"] == ["It leads to “1001 Alex Kim” already."]
    assert callflows(in_acme) == before


def test_an_import_makes_a_draft_that_goes_out_as_it_came(
    api: APIClient, in_acme: Actor, sound: str
) -> None:
    answer = api.post(IMPORT, {"text": json.dumps(KAZOO)})
    assert answer.status_code == 201
    flow = stored(in_acme, pk=answer.json()["callflow"])
    assert flow.live is None
    assert [entry.number for entry in flow.numbers.all()] == ["7001"]
    out = api.get(f"{URL}{flow.pk}/export/?format=kazoo")
    assert out.json() == KAZOO
    with acting(in_acme):
        user = PhoneUser.objects.get(extension="1001")
    assert ("user", user.pk) in parse(flow.draft).references


def test_what_is_missing_can_be_said(
    api: APIClient, in_acme: Actor, sound: str
) -> None:
    device = PhoneUser.objects.get(extension="1002").devices.get()
    said = {GONE_THERE: device.name}
    body = {"document": KAZOO, "objects": said, "dry_run": True}
    found = api.post(IMPORT, body).json()
    ids = {t["foreign"]: t["id"] for t in found["targets"]}
    assert ids[GONE_THERE] == str(device.pk)


@pytest.mark.parametrize(
    ("body", "field", "why"),
    [
        ({}, "text", "`text` or as `document`"),
        ({"text": "{"}, "text", "line 1, column 2"),
        ({"document": {"flow": {"module": 1}}}, "text", "/flow/module"),
        ({"text": "x" * 1_000_001}, "text", "1000000"),
        ({"text": "{}", "objects": []}, "objects", "dictionary"),
    ],
)
def test_what_can_not_be_taken_in_is_refused_and_nothing_made(
    api: APIClient, in_acme: Actor, body: dict[str, Any], field: str, why: str
) -> None:
    before = callflows(in_acme)
    answer = api.post(IMPORT, body)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert why in str(error)
    assert callflows(in_acme) == before


def test_our_own_file_comes_back_byte_for_byte(api: APIClient, in_acme: Actor) -> None:
    """Also with modules that nobody knows and keys in an order of their own."""
    draft = {
        "module": "teleport",
        "data": {"b": 1.0, "a": [None, "ä"]},
        "children": {"10": {"module": "hangup"}, "2": {"module": "x", "pvt": 1}},
        "skip": False,
    }
    flow = create_callflow("Odd", draft, ["7100"])
    text = api.get(f"{URL}{flow.pk}/export/").content.decode()
    made = api.post(IMPORT, {"text": text}).json()
    copy = stored(in_acme, pk=made["callflow"])
    assert json.dumps(copy.draft) == json.dumps(draft)
    assert made["numbers"] == []


def test_opening_and_saving_what_was_imported_changes_nothing(
    api: APIClient, in_acme: Actor, sound: str
) -> None:
    """A browser moves keys of digits to the front and writes 1.0 as 1."""
    made = api.post(IMPORT, {"text": json.dumps(KAZOO)}).json()
    flow = stored(in_acme, pk=made["callflow"])
    before = json.dumps(flow.draft)
    with acting(in_acme):
        saved = save_draft(flow, as_javascript(flow.draft), flow.revision)
        saved.refresh_from_db()
    assert json.dumps(saved.draft) == before


def as_javascript(value: Any) -> Any:
    """The document as a browser would write it."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: (not key.isdigit(), 0))
        return {key: as_javascript(value[key]) for key in keys}
    if isinstance(value, list):
        return [as_javascript(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def test_an_unknown_form_of_file_is_refused(api: APIClient, in_acme: Actor) -> None:
    flow = create_callflow("Flow", {"module": "hangup"})
    assert api.get(f"{URL}{flow.pk}/export/?format=xml").status_code == 400
    assert api.get(f"{URL}{flow.pk}/export/?version=7").status_code == 404


def test_the_page_tells_asks_and_makes(
    page: Client, in_acme: Actor, sound: str
) -> None:
    text = json.dumps(KAZOO)
    told = page.post(PAGE, {"text": text}).content.decode()
    assert "Kept locked" in told
    assert f'name="object:{GONE_THERE}"' in told
    again = page.post(PAGE, {"text": text, f"object:{GONE_THERE}": "nobody"})
    assert "Nothing here is called so" in again.content.decode()
    made = page.post(PAGE, {"text": text, "confirm": "1", "name": "Taken over"})
    flow = stored(in_acme, name="Taken over")
    assert made["Location"] == f"/a/acme/callflows/{flow.pk}/editor/"
    assert RULE_THERE in json.dumps(flow.draft)


def test_the_page_says_where_a_file_is_wrong(page: Client, in_acme: Actor) -> None:
    told = page.post(PAGE, {"text": '{"flow": {"module": "x",}}'}).content.decode()
    assert "line 1, column" in told
    assert "Choose a file, or paste its text." in page.post(PAGE).content.decode()


def test_the_page_hands_out_files(page: Client, in_acme: Actor) -> None:
    flow = create_callflow("Main line", {"module": "hangup"})
    path = f"/a/acme/callflows/{flow.pk}/export/"
    own, kazoo = page.get(path), page.get(f"{path}?format=kazoo")
    assert 'filename="main-line.json"' in own["Content-Disposition"]
    assert kazoo.json()["flow"] == {"module": "hangup", "data": {}}
    assert page.get(f"{path}?format=doc").status_code == 404


def test_names_of_another_account_are_not_found(
    api: APIClient, in_acme: Actor, globex: Account
) -> None:
    with acting(Actor(globex)):
        create_media("Only theirs", wav())
    document = {
        "flow": {"module": "play", "data": {"id": "m"}},
        "metadata": {"m": {"name": "Only theirs"}},
    }
    found = api.post(IMPORT, {"document": document, "dry_run": True}).json()
    assert found["targets"][0]["id"] is None


def test_only_who_may_manage_may_import(client: Client, acme: Account) -> None:
    client.force_login(member(acme, "supervisor"))
    assert client.get(PAGE).status_code == 403
