"""Record files of a node, imported into a real PostgreSQL."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError

from telephony.history import importer
from telephony.history.spool import Spool
from telephony.models.record import CallLeg, CallRecord, CallStep
from tests.support import ami_recorded

if TYPE_CHECKING:
    from pathlib import Path

    from tenants.models import Account

pytestmark = pytest.mark.django_db


@dataclass
class Source:
    name: str
    records: Path


def load(name: str, pbx: str = "pbx1") -> None:
    for kind in ("cdr", "cel"):
        assert importer.store(pbx, kind, ami_recorded.lines(name, kind)) == []


def rows() -> tuple[list[object], ...]:
    return tuple(
        sorted(model.objects.values_list(*fields), key=str)
        for model, fields in (
            (CallRecord, ("id", *importer.CALL_FIELDS, "account")),
            (CallLeg, ("id", "uniqueid", "sequence", "account")),
            (CallStep, ("id", "event_key", "kind", "context", "node", "account")),
        )
    )


def test_a_call_is_imported_for_its_account(acme: Account) -> None:
    load("menu")
    call = CallRecord.objects.get()
    assert call.account == acme
    assert (call.caller_number, call.dialled) == ("1001", "2000")
    assert (call.direction, call.result) == ("internal", "answered")
    assert (call.answered_by, call.answered_by_name) == ("1002", "Bob Baker")
    nodes = CallStep.objects.filter(account=acme, linkedid=call.linkedid, kind="node")
    assert [f"{s.context}/{s.node}" for s in nodes] == [
        "acme-cf-menu01-v1/n0",
        "acme-cf-menu01-v1/n1",
        "acme-cf-u1002-v1/n0",
    ]


def test_importing_twice_changes_nothing(acme: Account, globex: Account) -> None:
    names = ("answered", "parallel", "group", "attended_transfer", "voicemail")
    for name in names:
        load(name)
    first = rows()
    for name in names:
        load(name)
    assert rows() == first
    assert CallRecord.objects.count() == 6
    assert CallRecord.objects.filter(account=globex).count() == 1


def test_records_in_any_order_and_in_pieces_give_the_same_call(acme: Account) -> None:
    load("attended_transfer")
    whole = CallRecord.objects.values(*importer.CALL_FIELDS).get()
    for model in (CallRecord, CallLeg, CallStep):
        model.objects.all().delete()
    pieces = [
        (kind, line)
        for kind in ("cel", "cdr")
        for line in ami_recorded.lines("attended_transfer", kind)
    ]
    ids = set()
    for kind, line in reversed(pieces):
        importer.store("pbx1", kind, [line])
        ids |= set(CallRecord.objects.values_list("id", flat=True))
    assert CallRecord.objects.values(*importer.CALL_FIELDS).get() == whole
    assert len(ids) == 1


def test_equal_records_of_two_nodes_are_two_calls(acme: Account) -> None:
    load("answered", "pbx1")
    load("answered", "pbx2")
    assert CallRecord.objects.count() == 2
    assert CallLeg.objects.count() == 2


def test_an_unknown_account_loses_no_call(acme: Account) -> None:
    record = {**ami_recorded.records("answered", "cdr")[0], "accountcode": "gone"}
    importer.store("pbx1", "cdr", [json.dumps(record).encode()])
    assert CallRecord.objects.get().account is None
    assert CallLeg.objects.get().accountcode == "gone"


def test_unreadable_lines_come_back_and_the_rest_is_imported(acme: Account) -> None:
    (good,) = ami_recorded.lines("answered", "cdr")
    found = [b"garbage", good[:50] + good, b'{"uniqueid":"x"}', good[:-9]]
    rejected = importer.store("pbx1", "cdr", found)
    assert rejected == [b"garbage", good[:50], b'{"uniqueid":"x"}', good[:-9]]
    assert CallRecord.objects.count() == 1


def test_a_line_that_the_database_refuses_does_not_stop_the_others(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ami_recorded.lines("group", "cdr")
    bad = json.dumps({**json.loads(found[2]), "uniqueid": "u" * 150, "linkedid": "bad"})
    # As if a check before the database were missing.
    monkeypatch.setattr(
        "telephony.history.lines._number",
        lambda record, field: 2**80 if record["linkedid"] == "bad" else record[field],
    )
    assert importer.store("pbx1", "cdr", [*found[:2], bad.encode(), *found[2:]]) == [
        bad.encode()
    ]
    assert CallLeg.objects.count() == len(found)
    assert CallRecord.objects.count() == 1


def test_a_file_is_imported_whole_or_not_at_all(
    acme: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(importer, "_recompute", fail)
    with pytest.raises(OperationalError):
        importer.store("pbx1", "cdr", ami_recorded.lines("answered", "cdr"))
    assert CallLeg.objects.count() == 0


def test_an_outage_of_the_database_is_waited_out(
    acme: Account,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    stop, real, tries = threading.Event(), importer.store, []
    (tmp_path / "cdr.json").write_bytes(ami_recorded.lines("answered", "cdr")[0])

    def flaky(pbx: str, kind: str, found: list[bytes]) -> list[bytes]:
        tries.append(kind)
        if len(tries) < 3:
            raise OperationalError("gone")
        stop.set()
        return real(pbx, kind, found)

    monkeypatch.setattr(importer, "store", flaky)
    monkeypatch.setattr(importer, "close_old_connections", lambda: None)
    monkeypatch.setattr(importer.connection, "close", lambda: None)
    monkeypatch.setattr("telephony.history.spool.GRACE", 0.0)
    importer.run([Source("pbx1", tmp_path)], stop, tick=0.01)
    assert len(tries) == 3
    assert CallRecord.objects.count() == 1
    assert "No database" in caplog.text


def test_one_nodes_disk_does_not_stop_the_others(
    acme: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telephony.history.spool.GRACE", 0.0)
    monkeypatch.setattr(importer, "close_old_connections", lambda: None)
    broken, good = tmp_path / "broken", tmp_path / "good"
    broken.mkdir()
    good.mkdir()
    (broken / "claimed").write_text("no folder")
    for folder in (broken, good):
        (folder / "cdr.json").write_bytes(ami_recorded.lines("answered", "cdr")[0])
    spools = {"pbx1": Spool(broken), "pbx2": Spool(good)}
    assert importer.work_once(spools, sweep=True) == 1
    assert CallRecord.objects.get().pbx == "pbx2"
