"""A call to the outside that is not put through stands in the error log, once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from telephony.history import failures, importer
from telephony.models import CallRecord
from tenants.models import Account, ErrorEntry
from tests.support import ami_recorded

pytestmark = pytest.mark.django_db


RECORDED = "pbx1-1795214649.30"


def refused(linkedid: str = RECORDED, **changes: Any) -> dict[str, list[bytes]]:
    """The records, by kind, of a call that no carrier took."""
    (record,) = ami_recorded.records("outbound", "cdr")
    refusal = {"disposition": "CONGESTION", "answer": "", "billsec": 0, "dst": "out"}
    told = {
        "cdr": [json.dumps({**record, **refusal, **changes}).encode()],
        # The first event is enough; later ones tell that the recorded call was answered.
        "cel": ami_recorded.lines("outbound", "cel")[:1],
    }
    old, new = RECORDED.encode(), linkedid.encode()
    return {
        kind: [line.replace(old, new) for line in lines] for kind, lines in told.items()
    }


def bring(told: dict[str, list[bytes]], committed: Any, kinds: str = "cdr cel") -> None:
    for kind in kinds.split():
        with committed(execute=True):
            assert importer.store("pbx1", kind, told[kind]) == []


@pytest.mark.parametrize("kinds", ["cdr cel", "cel cdr"])
def test_a_refused_call_is_told_with_the_call(
    acme: Account, django_capture_on_commit_callbacks: Any, kinds: str
) -> None:
    bring(refused(), django_capture_on_commit_callbacks, kinds)
    entry = ErrorEntry.objects.get(account=acme)
    assert (entry.source, entry.severity) == ("call", "warning")
    assert "1001" in entry.message
    assert "+15550201" in entry.message
    assert (entry.kind, entry.object_id) == ("callrecord", CallRecord.objects.get().pk)


def test_reading_the_file_again_tells_nothing_new(
    acme: Account, django_capture_on_commit_callbacks: Any
) -> None:
    for _ in range(2):
        bring(refused(), django_capture_on_commit_callbacks)
    assert ErrorEntry.objects.get(account=acme).count == 1


def test_calls_to_one_number_are_counted(
    acme: Account, django_capture_on_commit_callbacks: Any
) -> None:
    for number in range(3):
        bring(refused(f"pbx1-{number}.1"), django_capture_on_commit_callbacks)
    assert ErrorEntry.objects.get(account=acme).count == 3


@pytest.mark.parametrize("disposition", ["ANSWERED", "BUSY", "NO ANSWER"])
def test_who_is_busy_or_does_not_answer_is_no_failure(
    acme: Account, django_capture_on_commit_callbacks: Any, disposition: str
) -> None:
    bring(refused(disposition=disposition), django_capture_on_commit_callbacks)
    assert not ErrorEntry.objects.exists()


def test_what_goes_wrong_with_the_log_loses_no_record(
    acme: Account,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(*_args: object) -> None:
        raise RuntimeError("no log")

    monkeypatch.setattr(failures, "tell", away)
    bring(refused(), django_capture_on_commit_callbacks)
    assert CallRecord.objects.count() == 1
