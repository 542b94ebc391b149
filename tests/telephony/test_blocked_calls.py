"""Calls that a blacklist has stopped: what their records say, and whom one may block."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from extensions.models import Blacklist
from telephony.models import CallRecord
from tenants.actor import Actor, acting
from tenants.models import Account, ErrorEntry
from tenants.models.membership import Role
from tests.support.objects import member
from tests.telephony.test_trunks import RECORDED, bring, records

pytestmark = pytest.mark.django_db

HUNG_UP = {"lastapp": "Hangup", "disposition": "NO ANSWER"}
FROM_CARRIER = {**HUNG_UP, "channel": "PJSIP/carrier-1-00000001"}


@pytest.mark.parametrize(
    ("said", "leg", "expected"),
    [
        ("block_in", FROM_CARRIER, ("inbound", "blocked")),
        ("block_out", HUNG_UP, ("outbound", "blocked")),
        # A menu had answered before it led to such a number.
        (
            "block_out",
            {"lastapp": "Hangup", "disposition": "ANSWERED", "answer": 1795214650.0},
            ("outbound", "answered"),
        ),
    ],
)
def test_a_stopped_call_is_no_failure(
    acme: Account,
    api: APIClient,
    django_capture_on_commit_callbacks: Any,
    said: str,
    leg: dict[str, Any],
    expected: tuple[str, str],
) -> None:
    bring(records(RECORDED, said=[said], leg=leg), django_capture_on_commit_callbacks)
    call = CallRecord.objects.get()
    assert (call.direction, call.result, call.no_trunk) == (*expected, "")
    assert not ErrorEntry.objects.filter(account=acme).exists()
    trace = api.get(f"/api/v1/accounts/acme/calls/{call.pk}/trace/").json()
    (step,) = [step for step in trace["steps"] if step["kind"] == said]
    assert "blacklist" in step["text"]
    if expected[1] == "blocked":
        assert "blacklist has stopped it" in trace["end"]["text"]


def called(acme: Account, number: str, direction: str = "inbound") -> str:
    call = CallRecord.objects.create(
        account=acme,
        pbx="pbx1",
        linkedid="1",
        direction=direction,
        result="answered",
        caller_number=number,
        dialled="+12025550100",
        started_at="2026-01-02T00:00:00Z",
        ended_at="2026-01-02T00:01:00Z",
    )
    return f"/a/acme/history/{call.pk}/"


def test_a_caller_is_blocked_from_the_page_of_the_call(
    page: Client, acme: Account
) -> None:
    url = called(acme, "+12025550199")
    wanted = "?number=%2B12025550199"
    text = page.get(url).content.decode()
    assert f"/a/acme/blacklists/new/{wanted}" in text
    with acting(Actor(acme)):
        row = Blacklist.objects.create(name="Nuisance", numbers=["+1900*"])
    text = page.get(url).content.decode()
    assert f"/a/acme/blacklists/{row.pk}/edit/{wanted}" in text


@pytest.mark.parametrize(
    ("number", "direction"),
    [("+12025550199", "outbound"), ("1001", "inbound"), ("", "missed")],
)
def test_a_caller_who_can_not_be_listed_is_not_offered(
    page: Client, acme: Account, number: str, direction: str
) -> None:
    text = page.get(called(acme, number, direction)).content.decode()
    assert "blacklists/new" not in text


def test_who_may_not_change_lists_is_not_asked_to(
    client: Client, acme: Account
) -> None:
    client.force_login(member(acme, Role.READ_ONLY, "looks@acme.test"))
    answer = client.get(called(acme, "+12025550199"))
    assert answer.status_code == 200
    assert "blacklists/new" not in answer.content.decode()
