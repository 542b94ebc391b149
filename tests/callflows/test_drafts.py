"""Documents as people and programs send them: kept, or refused with a reason."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callflows.services import drafts, publishing
from callflows.services.outline import outline
from tenants.actor import Actor

FLOWS = "/api/v1/accounts/acme/callflows/"


def row_of(count: int) -> dict[str, Any]:
    """So many modules one after the other."""
    document: dict[str, Any] = {"module": "hangup"}
    for _ in range(count - 1):
        document = {"module": "play", "data": {}, "children": {"_": document}}
    return document


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_text_that_can_not_be_kept_is_refused(api: APIClient, text: str) -> None:
    document = {"module": "play", "data": {"x": text}}
    body = json.dumps({"name": "x", "draft": document})
    answer = api.post(FLOWS, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "draft"


@pytest.mark.parametrize("count", [400, 5000])
def test_a_document_that_is_too_deep_is_refused(api: APIClient, count: int) -> None:
    deep = '{"x":' * 2 * count + "1" + "}" * 2 * count
    body = f'{{"name": "x", "draft": {deep}}}'
    answer = api.post(FLOWS, body, content_type="application/json")
    assert answer.status_code == 400


def test_a_callflow_may_begin_empty(api: APIClient) -> None:
    answer = api.post(FLOWS, {"name": "Nothing yet"})
    assert answer.status_code == 201
    assert answer.json()["draft"] == {}


@pytest.mark.parametrize(
    "body", ['{"note": "a\\u0000b"}', "[1]", '{"note": "\\ud800"}']
)
def test_a_note_that_can_not_be_kept_is_refused(
    api: APIClient, in_acme: Actor, body: str
) -> None:
    flow = drafts.create_callflow("Flow", {"module": "hangup"})
    path = f"{FLOWS}{flow.pk}/publish/"
    answer = api.post(path, body, content_type="application/json")
    assert answer.status_code == 400
    assert api.post(path).status_code == 202


class Balance(HTMLParser):
    """Counts the depth of `li`, and the cards."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.deepest = self.cards = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "li"):
            self.open.append(tag)
            self.deepest = max(self.deepest, len(self.open))
        self.cards += ("class", "flow-card") in attrs

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "li"):
            assert self.open.pop() == tag


@pytest.mark.parametrize("count", [1, 3, 200])
def test_the_page_shows_a_long_row_of_modules(
    page: Client, in_acme: Actor, count: int
) -> None:
    flow = drafts.create_callflow("Long", row_of(count))
    answer = page.get(f"/a/acme/callflows/{flow.pk}/")
    assert answer.status_code == 200
    balance = Balance()
    balance.feed(answer.content.decode())
    assert balance.cards == count
    assert balance.open == []
    assert balance.deepest >= 2 * count


def test_the_outline_is_in_order_and_ends_its_lists(in_acme: Actor) -> None:
    leaf = {"module": "hangup"}
    inner = {"module": "menu", "children": {"1": leaf, "2": leaf}}
    document = {"module": "menu", "children": {"1": leaf, "2": inner}}
    cards = outline(publishing.check_document(document))
    assert [card.key for card in cards] == ["", "1", "2", "1", "2"]
    assert [len(card.ends) for card in cards] == [0, 0, 0, 0, 2]
    assert outline(publishing.check_document({})) == []


def test_a_callflow_is_found_once_by_its_name_and_numbers(
    page: Client, in_acme: Actor
) -> None:
    drafts.create_callflow("Front desk", {"module": "hangup"}, ["8000", "8001"])
    for words, count in (("800", 1), ("desk", 1), ("desk 8001", 1), ("nowhere", 0)):
        answer = page.get("/a/acme/callflows/", {"q": words})
        assert answer.status_code == 200
        assert answer.content.decode().count("Front desk") == count
