"""Findings: a table of codes, each of which some document raises."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from callflows.checks import check
from callflows.document import parse
from callflows.findings import CODES, Finding, Level
from callflows.snapshot_types import Snapshot
from tests.callflows.samples import (
    BARE_USER,
    BOX,
    FLOW,
    LUNCH,
    OPEN,
    SEAT,
    SNAPSHOT,
    SOUND,
    frame,
    node,
    uid,
)

UNPUBLISHED = replace(
    SNAPSHOT,
    callflows={FLOW: replace(SNAPSHOT.callflows[FLOW], published=False)},
    time_frames={
        OPEN: frame(OPEN, "Open", {"weekdays": ["mon"]}),
        LUNCH: frame(LUNCH, "Lunch", {"weekdays": ["mon"]}),
        uid(77): frame(uid(77), "Never"),
    },
)
TIMES = node("time_of_day", frames=[OPEN, LUNCH, uid(77)], _=SEAT)

# For each code a document that raises it, and the snapshot that it needs.
RAISED_BY: dict[str, tuple[Any, Snapshot]] = {
    "empty_flow": ({}, SNAPSHOT),
    "not_a_module": ([], SNAPSHOT),
    "unknown_module": (node("teleport"), SNAPSHOT),
    "missing_setting": (node("play"), SNAPSHOT),
    "invalid_setting": (node("hangup", cause="bored"), SNAPSHOT),
    "unknown_target": (node("voicemail", box=uid(99)), SNAPSHOT),
    "loop": (node("callflow", callflow=FLOW), SNAPSHOT),
    "unpublished_target": (node("callflow", callflow=FLOW), UNPUBLISHED),
    "unreachable": (node("voicemail", box=BOX, _=SEAT), SNAPSHOT),
    "dead_end": (node("play", media=SOUND), SNAPSHOT),
    "no_device": (node("user", user=BARE_USER), SNAPSHOT),
    "no_key": (node("menu", prompt=SOUND), SNAPSHOT),
    "no_prompt": (node("menu", b1=SEAT), SNAPSHOT),
    "empty_frame": (TIMES, UNPUBLISHED),
    "time_overlap": (TIMES, UNPUBLISHED),
}


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_raised_by_a_document(code: str) -> None:
    document, snapshot = RAISED_BY[code]
    own: UUID | None = FLOW if code == "loop" else None
    findings = check(parse(document), snapshot, own)
    (finding, *_) = [f for f in findings if f.code == code]
    assert "%" not in finding.message
    assert finding.hint
    assert json.loads(json.dumps(finding.as_json()))["level"] == finding.level


def test_a_code_that_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(KeyError):
        Finding("nonsense", ())


def test_findings_come_in_the_documents_order() -> None:
    document = node("play", b1=node("hangup"), _=node("teleport"))
    findings = check(parse(document), SNAPSHOT)
    assert [(f.code, f.path) for f in findings] == [
        ("missing_setting", ()),
        ("unknown_module", ("_",)),
    ]


def test_a_name_with_a_percent_sign_is_only_a_name() -> None:
    broke = frame(uid(77), "100%s %(name)s")
    snapshot = replace(SNAPSHOT, time_frames={uid(77): broke})
    document = node("time_of_day", frames=[uid(77)], _=SEAT)
    messages = [f.message for f in check(parse(document), snapshot)]
    assert any("100%s %(name)s" in message for message in messages)


def test_only_red_findings_keep_a_flow_from_being_published() -> None:
    levels = {code.level for code in CODES.values()}
    assert levels == set(Level)
    assert CODES["dead_end"].level == Level.INFO
