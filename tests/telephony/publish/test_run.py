"""Requests to publish are carried out once, in order, and never forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F

from callflows.models import Callflow
from callflows.services import drafts, publishing
from telephony.models import Node, Publication, PublishedUnit, State
from telephony.publish import compiler, requests, run, steps
from telephony.publish.steps import Outcome
from telephony.services import publications as shown
from tenants.actor import Actor
from tenants.models import ErrorEntry, OutboxEntry
from tenants.units import Unit

NAMES = ("pbx1", "pbx2")


class Nodes:
    """In place of the nodes: notes what was published, answers as told."""

    def __init__(self) -> None:
        self.published: list[tuple[str, int]] = []
        self.removed: list[str] = []
        self.states = dict.fromkeys(NAMES, "live")

    def publish(self, _: Any, unit: str, version: int, contexts: Any) -> list[Outcome]:
        self.published.append((unit, version))
        return [
            Outcome(name, state, "" if state == "live" else "said no", 1.0)
            for name, state in self.states.items()
        ]

    def remove(self, _: Any, unit: str) -> list[Outcome]:
        self.removed.append(unit)
        return []


@pytest.fixture
def nodes(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Nodes]:
    fake = Nodes()
    for name in NAMES:
        Node.objects.create(name=name)
    monkeypatch.setattr(steps, "publish", fake.publish)
    monkeypatch.setattr(steps, "remove", fake.remove)
    monkeypatch.setattr(requests, "_wake", lambda _: None)
    yield fake


@pytest.fixture
def flow(in_acme: Actor) -> Callflow:
    made = drafts.create_callflow("Flow", {"module": "hangup", "data": {}}, ["8000"])
    publishing.publish(made)
    return made


def want(actor: Actor, flow: Callflow) -> PublishedUnit:
    requests.want(actor.account, Unit.CALLFLOW, [str(flow.pk)])
    return PublishedUnit.objects.get(key=str(flow.pk))


def publications(unit: PublishedUnit) -> list[Publication]:
    return list(Publication.objects.filter(unit=unit).order_by("version"))


def test_requests_for_one_unit_coalesce(
    nodes: Nodes, in_acme: Actor, flow: Callflow
) -> None:
    for _ in range(5):
        unit = want(in_acme, flow)
    run.publish_unit(unit.pk)
    assert nodes.published == [(flow.unit("acme"), 1)]
    unit.refresh_from_db()
    assert unit.done == unit.wanted == 5
    assert unit.pk not in requests.waiting()


def test_what_no_worker_has_taken_up_is_waiting_too(
    nodes: Nodes, in_acme: Actor, flow: Callflow
) -> None:
    def waiting() -> bool:
        return shown.of_callflow(in_acme.account, flow)[0]

    OutboxEntry.objects.all().delete()
    run.publish_unit(want(in_acme, flow).pk)
    assert not waiting()
    publishing.publish(flow)
    assert waiting()
    OutboxEntry.objects.all().delete()
    want(in_acme, flow)
    assert waiting()


def test_a_request_that_comes_meanwhile_is_carried_out_too(
    nodes: Nodes, in_acme: Actor, flow: Callflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = nodes.publish

    def publish(*arguments: Any) -> list[Outcome]:
        if len(nodes.published) == 0:
            want(in_acme, flow)
        return plain(*arguments)

    monkeypatch.setattr(steps, "publish", publish)
    run.publish_unit(want(in_acme, flow).pk)
    assert [version for _, version in nodes.published] == [1, 2]


def test_a_new_version_replaces_the_old_one(
    nodes: Nodes, in_acme: Actor, flow: Callflow
) -> None:
    for _ in range(2):
        unit = want(in_acme, flow)
        run.publish_unit(unit.pk)
    first, second = publications(unit)
    unit.refresh_from_db()
    assert (first.state, second.state) == (State.REPLACED, State.LIVE)
    assert unit.live == second
    assert [o.node.name for o in second.nodes.all()] == list(NAMES)


def test_a_refusal_keeps_the_old_version_and_is_told(
    nodes: Nodes, in_acme: Actor, flow: Callflow
) -> None:
    unit = want(in_acme, flow)
    run.publish_unit(unit.pk)
    nodes.states = {"pbx1": "rolled_back", "pbx2": "failed"}
    run.publish_unit(want(in_acme, flow).pk)
    first, second = publications(unit)
    unit.refresh_from_db()
    assert unit.live == first
    assert (first.state, second.state) == (State.LIVE, State.FAILED)
    assert "pbx2: said no" in second.error
    entry = ErrorEntry.objects.get(account=in_acme.account)
    assert "rolled back" in entry.message
    assert (entry.kind, entry.object_id) == ("callflow", flow.pk)


def test_what_is_refused_again_and_again_is_told_once(
    nodes: Nodes, in_acme: Actor, flow: Callflow
) -> None:
    nodes.states = {"pbx1": "rolled_back", "pbx2": "failed"}
    for _ in range(3):
        run.publish_unit(want(in_acme, flow).pk)
    entry = ErrorEntry.objects.get(account=in_acme.account)
    assert entry.count == 3
    assert " v3 " in entry.message


def test_an_unreached_node_is_told_and_does_not_hold_the_others_up(
    nodes: Nodes, in_acme: Actor, flow: Callflow
) -> None:
    nodes.states = {"pbx1": "live", "pbx2": "unreachable"}
    unit = want(in_acme, flow)
    run.publish_unit(unit.pk)
    (publication,) = publications(unit)
    assert publication.state == State.LIVE
    assert "pbx2" in ErrorEntry.objects.get(account=in_acme.account).message


def test_a_deleted_callflow_is_removed_from_the_nodes(
    nodes: Nodes, in_acme: Actor, flow: Callflow
) -> None:
    unit = want(in_acme, flow)
    run.publish_unit(unit.pk)
    name, key = unit.name, flow.pk
    drafts.delete_callflow(flow)
    requests.want(in_acme.account, Unit.CALLFLOW, [str(key)])
    run.publish_unit(unit.pk)
    unit.refresh_from_db()
    assert nodes.removed == [name]
    assert unit.live is None


def test_a_callflow_that_was_never_published_asks_for_nothing(
    nodes: Nodes, in_acme: Actor
) -> None:
    requests.want(in_acme.account, Unit.CALLFLOW, [str(UUID(int=1))])
    assert not PublishedUnit.objects.filter(key=str(UUID(int=1))).exists()


def test_what_is_kept_for_mending_is_what_was_published(
    nodes: Nodes, in_acme: Actor, flow: Callflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    plain = nodes.publish

    def publish(*arguments: Any) -> list[Outcome]:
        sent.append(tuple(arguments[3]))
        return plain(*arguments)

    monkeypatch.setattr(steps, "publish", publish)
    unit = want(in_acme, flow)
    run.publish_unit(unit.pk)
    (publication,) = publications(unit)
    assert run.from_json(publication.contexts) == sent[0]


def test_what_another_version_has_compiled_is_published_anew(
    nodes: Nodes, in_acme: Actor, flow: Callflow, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = want(in_acme, flow)
    run.publish_unit(unit.pk)
    waits = PublishedUnit.objects.filter(pk=unit.pk, wanted__gt=F("done"))
    requests.want_outdated()
    assert not waits.exists()
    monkeypatch.setattr(compiler, "digest", lambda: "another")
    monkeypatch.setattr(requests, "BATCH", 1)
    PublishedUnit.objects.exclude(pk=unit.pk).delete()
    requests.want_outdated()
    assert waits.exists()
    run.publish_unit(unit.pk)
    assert [each for each in nodes.published if each[0] == unit.name] == [
        (unit.name, 1),
        (unit.name, 2),
    ]
    requests.want_outdated()
    assert not waits.exists()


def test_the_compiler_s_digest_is_of_its_code(tmp_path: Path, monkeypatch: Any) -> None:
    file = tmp_path / "telephony/dialplan/lines.py"
    file.parent.mkdir(parents=True)
    monkeypatch.setattr(compiler, "_ROOT", tmp_path)
    fresh = compiler.digest.__wrapped__
    found = set()
    for text in ("a", "b", "b"):
        file.write_text(text)
        found.add(fresh())
    (tmp_path / "telephony/dialplan/more.py").touch()
    assert len(found | {fresh()}) == 3
