"""Calls in circles come into the account's error log, each once."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from callflows.services import drafts
from telephony.live import circles
from telephony.live.circles import Circles
from tenants.actor import Actor
from tenants.models import ErrorEntry


def event(node: str, call: str = "pbx1-1.1") -> dict[str, str]:
    return {
        "Event": "UserEvent",
        "UserEvent": "CallflowLoop",
        "CallerIDNum": "1001",
        "Linkedid": call,
        "Node": node,
    }


def test_a_call_is_told_once(in_acme: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    flow = drafts.create_callflow("Reception", {"module": "hangup"})
    flow.handle = "vp6hhr"  # what looks like the mark of a version
    flow.save()
    node = f"{flow.unit('acme')}-v12/n3"
    found = Circles()
    for packet in (
        event(node),
        event(node),
        {"UserEvent": "Other"},
        {"Event": "Hangup"},
    ):
        found.take(packet)  # type: ignore[arg-type]

    def away(*args: object) -> None:
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(circles, "_write", away)
        found.write()
    assert len(found.waiting) == 1
    found.write()
    found.write()
    (entry,) = ErrorEntry.objects.filter(account=in_acme.account, source="callflow")
    assert "1001" in entry.message
    assert "“Reception”" in entry.message


def test_a_node_of_no_account_is_passed_over(in_acme: Actor) -> None:
    found = Circles()
    for node in ("nowhere-cf-x-v1/n0", "", "x"):
        found.take(event(node, call=node))  # type: ignore[arg-type]
    found.write()
    assert found.waiting == []
    assert not ErrorEntry.objects.exists()
