"""Lists take whatever stands in the address."""

from __future__ import annotations

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callflows.services import drafts
from tenants.actor import Actor

PLACES = [
    "audit",
    "callflows",
    "devices",
    "errors",
    "history",
    "media",
    "registrations",
    "seats",
    "time-frames",
    "users",
    "voicemail-boxes",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_list_takes_any_query(page: Client, place: str) -> None:
    for query in ("q=%00x", "q=1001", "page=0", "page=-1", "page=x", "sort=zzz"):
        path = f"/a/acme/{place}/?{query}"
        assert page.get(path).status_code == 200, path
        assert page.get(f"{path}&export=csv").status_code == 200, path


def test_nobody_asks_for_a_million_rows(page: Client, in_acme: Actor) -> None:
    for number in range(20):
        drafts.create_callflow(f"Flow {number}", {"module": "hangup"})
    answer = page.get("/a/acme/callflows/?per_page=1000000")
    assert answer.content.decode().count("<tr") <= 16


@pytest.mark.parametrize("query", ["number=%00", "from=2026-01-01T00:00:00Z"])
def test_the_history_takes_any_query(api: APIClient, query: str) -> None:
    assert api.get(f"/api/v1/accounts/acme/calls/?{query}").status_code == 200


def test_a_wrong_time_is_named(api: APIClient) -> None:
    answer = api.get("/api/v1/accounts/acme/calls/?from=yesterday")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "from"


def test_other_sizes_keep_what_was_asked_for(page: Client, in_acme: Actor) -> None:
    """Also under names that the request's own things have."""
    for number in range(20):
        drafts.create_callflow(f"Flow {number}", {"module": "hangup"})
    answer = page.get("/a/acme/callflows/?lists=x&items=y&q=Flow&per_page=25&page=1")
    content = answer.content.decode()
    sizes = content.partition('class="page-size"')[2].partition("</form>")[0]
    assert '<input type="hidden" name="lists" value="x">' in sizes
    assert '<input type="hidden" name="items" value="y">' in sizes
    assert '<input type="hidden" name="q" value="Flow">' in sizes
    assert 'type="hidden" name="page' not in sizes
    assert 'type="hidden" name="per_page' not in sizes
