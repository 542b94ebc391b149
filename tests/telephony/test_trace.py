"""The way of a call, told from what Asterisk recorded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from callflows.models import Callflow
from callflows.services import drafts, publishing
from extensions.models import Seat
from telephony.models import CallLeg, CallRecord, CallStep, PublishedUnit
from telephony.publish.compile import compile_unit
from telephony.services.trace import trace
from tenants.actor import Actor
from tenants.models import Account
from tests.support.staying import staying

BEGIN = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LINKED = "pbx1-1795213907.12"


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def published(account: Account, flow: Callflow, version: int) -> str:
    """The flow as it is live, as if the nodes had it as that version; its context."""
    compiled = compile_unit(account, "callflow", str(flow.pk), version)
    assert compiled is not None
    unit, _ = PublishedUnit.objects.get_or_create(
        account=account,
        kind="callflow",
        key=str(flow.pk),
        defaults={"name": flow.unit(account.slug)},
    )
    unit.publications.create(
        version=version,
        source=compiled.source,
        places={node: list(path) for node, path in compiled.places.items()},
    )
    return compiled.contexts[0].name


def step(account: Account, kind: str, seconds: float, **values: Any) -> CallStep:
    return CallStep.objects.create(
        **{
            "account": account,
            "pbx": "pbx1",
            "event_key": uuid4(),
            "linkedid": LINKED,
            "uniqueid": LINKED,
            "kind": kind,
            "at": at(seconds),
            "channel": "PJSIP/1001@acme.pbx.test-01",
            **values,
        }
    )


def node_at(flow: Callflow, path: list[str]) -> str:
    """What the newest publication calls the module at a path."""
    unit = PublishedUnit.objects.get(key=str(flow.pk))
    publication = unit.publications.first()
    assert publication is not None
    return next(name for name, each in publication.places.items() if each == path)


def record(account: Account) -> CallRecord:
    return CallRecord.objects.create(
        account=account,
        pbx="pbx1",
        linkedid=LINKED,
        direction="internal",
        result="answered",
        caller_number="1001",
        dialled="200",
        started_at=at(0),
        ended_at=at(20),
        talk_seconds=9,
    )


@pytest.fixture
def seat(in_acme: Actor) -> Seat:
    return Seat.objects.select_related("user").get(user__extension="1002")


def user(seat: Seat, **children: Any) -> dict[str, Any]:
    data = {"user": str(seat.user_id), "timeout": 10}
    return {"module": "user", "data": data, "children": children}


@pytest.fixture
def desk(in_acme: Actor, seat: Seat) -> Callflow:
    """A menu; 2 rings somebody and goes on in the seat's own callflow."""
    on = {"module": "callflow", "data": {"callflow": str(seat.callflow_id)}}
    menu = {"module": "menu", "data": {}, "children": {"2": user(seat, _=on)}}
    flow = drafts.create_callflow("Front desk", menu, ["200"])
    publishing.publish(flow)
    return flow


@pytest.fixture
def call(acme: Account, desk: Callflow, seat: Seat) -> CallRecord:
    """1001 presses 2, nobody answers for ten seconds, then somebody does."""
    seat.callflow.refresh_from_db()
    if seat.callflow.live is None:
        publishing.publish(seat.callflow)
    first, second = published(acme, desk, 8), published(acme, seat.callflow, 3)
    step(acme, "start", 0, number="1001", name="Alex Kim", extension="200")
    step(acme, "node", 0.1, context=first, node="n0")
    step(acme, "node", 4.1, context=first, node="n1")
    step(acme, "node", 10, context=first, node=node_at(desk, ["2", "_"]))
    step(acme, "node", 10, context=second, node="n0")
    other = {"uniqueid": f"{LINKED}9", "number": "1002", "name": "Robin Singh"}
    step(acme, "start", 10.1, **other)
    step(acme, "answer", 11, **other)
    step(acme, "answer", 11, number="1001")
    step(acme, "end", 20)
    return record(acme)


def test_each_module_is_told_with_time_exit_and_words(
    acme: Account, call: CallRecord, desk: Callflow
) -> None:
    found = trace(acme, call)
    nodes = [s for s in found.steps if s.kind == "node"]
    assert [s.label for s in nodes] == ["Menu", "User", "Callflow", "User"]
    assert [s.seconds for s in nodes] == [4.0, 5.9, 0.0, 10.0]
    assert [s.exit for s in nodes] == ["2", "_", "", ""]
    paths = [s.place.path for s in nodes if s.place]
    assert paths == [(), ("2",), ("2", "_"), ()]
    assert nodes[1].caption == "Robin Singh"
    assert nodes[1].text == "Ring Robin Singh for 10 seconds."
    assert "Goes on in" in nodes[2].why
    assert nodes[3].why == "Answered by Robin Singh (1002)."
    others = [s.text for s in found.steps if s.kind != "node"]
    assert others == [
        "Alex Kim (1001) dials 200.",
        "A call goes to Robin Singh (1002).",
        "Robin Singh (1002) answers.",
        "The caller is connected.",
    ]
    assert found.end == "The call ends after 9 s of talk."


def test_a_call_keeps_its_places_though_the_callflow_has_changed(
    acme: Account, call: CallRecord, desk: Callflow, seat: Seat
) -> None:
    desk.refresh_from_db()
    changed = drafts.save_draft(desk, user(seat), desk.revision)
    publishing.publish(changed)
    nodes = [s for s in trace(acme, call).steps if s.kind == "node"]
    assert [s.label for s in nodes[:2]] == ["Menu", "User"]
    assert nodes[0].place is not None
    assert nodes[0].place.version == 1


def test_what_is_gone_leaves_the_times(
    acme: Account, call: CallRecord, desk: Callflow
) -> None:
    drafts.delete_callflow(desk)
    step(acme, "node", 15, context="acme-cf-nobody-v1", node="n7")
    nodes = [s for s in trace(acme, call).steps if s.kind == "node"]
    assert [s.label for s in nodes] == [
        *["Unknown module"] * 3,
        "User",
        *["Unknown module"],
    ]
    assert nodes[0].seconds == 4.0
    assert [s.context for s in nodes][-1] == "acme-cf-nobody-v1"


def test_a_long_call_takes_as_many_queries_as_a_short_one(
    acme: Account, call: CallRecord, desk: Callflow, seat: Seat
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            trace(acme, call)
        return len(captured)

    few = queries()
    for number in range(6):
        flow = drafts.create_callflow(f"Flow {number}", user(seat))
        publishing.publish(flow)
        step(acme, "node", 15, context=published(acme, flow, 1), node="n0")
    assert queries() == few


@pytest.fixture
def rest(api: APIClient, in_acme: Actor) -> APIClient:
    return staying(api, in_acme)


def test_rest_tells_both_clocks_and_finds_calls_by_callflow(
    rest: APIClient, acme: Account, call: CallRecord, desk: Callflow
) -> None:
    acme.timezone = "Europe/Berlin"
    acme.save()
    base = "/api/v1/accounts/acme/calls/"
    answer = rest.get(f"{base}{call.pk}/trace/").json()
    first = answer["steps"][1]
    assert first["at"] == "2026-11-25T12:00:00.100000+00:00"
    assert first["local"] == "2026-11-25T13:00:00.100000+01:00"
    assert first["callflow"] == {"id": str(desk.pk), "name": "Front desk"}
    assert (first["version"], first["path"], first["module"]) == (1, [], "menu")
    assert answer["end"]["result"] == "answered"
    found = rest.get(f"{base}?callflow={desk.pk}").json()["results"]
    assert [row["id"] for row in found] == [str(call.pk)]
    assert found[0]["started_local"] == "2026-11-25T13:00:00+01:00"
    other = drafts.create_callflow("Other", {})
    assert rest.get(f"{base}?callflow={other.pk}").json()["results"] == []
    wrong = rest.get(f"{base}?callflow={uuid4()}")
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["field"] == "callflow"


def test_places_of_a_callflow_are_those_of_contexts_that_calls_may_be_in(
    rest: APIClient, acme: Account, call: CallRecord, desk: Callflow
) -> None:
    answer = rest.get(f"/api/v1/accounts/acme/callflows/{desk.pk}/places/").json()
    unit = desk.unit("acme")
    assert (answer["unit"], answer["version"]) == (unit, 1)
    assert answer["contexts"][f"{unit}-v8"]["version"] == 1
    assert answer["contexts"][f"{unit}-v8"]["nodes"]["n1"] == ["2"]


def test_the_page_leads_to_the_flow(
    page: Client, in_acme: Actor, call: CallRecord, desk: Callflow
) -> None:
    content = staying(page, in_acme).get(f"/a/acme/history/{call.pk}/trace/")
    text = content.content.decode()
    assert "Ring Robin Singh for 10 seconds." in text
    editor = f"/a/acme/callflows/{desk.pk}/editor/?call={call.pk}&amp;step=1"
    assert editor in text


def test_legs_tell_when_a_channel_that_circled_alone_was_gone(
    acme: Account, call: CallRecord, desk: Callflow
) -> None:
    """A channel of Asterisk's own wiring meets modules too, and ends on its own."""
    wire = f"{LINKED}5"
    context = f"{desk.unit('acme')}-v8"
    step(acme, "node", 12, context=context, node="n0", uniqueid=wire)
    CallLeg.objects.create(
        account=acme,
        pbx="pbx1",
        linkedid=LINKED,
        uniqueid=wire,
        sequence=1,
        channel="Local/200@x;2",
        disposition="ANSWERED",
        started_at=at(12),
        ended_at=at(14.5),
        duration=2,
        billsec=2,
    )
    own = [s for s in trace(acme, call).steps if s.kind == "node"][-1]
    assert own.seconds == 2.5
