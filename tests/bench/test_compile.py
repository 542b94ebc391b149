"""Compiling callflows of twenty modules."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

import pytest

from callflows.checks import check
from callflows.document import parse
from callflows.lowering import lower
from callflows.snapshot_types import MediaInfo, Snapshot
from callflows.tidy import tidy
from telephony.dialplan.contexts import render
from tests.bench.conftest import Report

pytestmark = pytest.mark.bench

SOUND = UUID("0190c0de-0000-4000-8000-000000000001")
FLOWS = 300


def document() -> dict[str, Any]:
    """Two menus with nine keys each, all leading somewhere."""
    play = {"module": "play", "data": {"media": str(SOUND)}}
    keys = {str(key): play for key in range(1, 10)}
    inner = {"module": "menu", "data": {"prompt": str(SOUND)}, "children": keys}
    outer = {**keys, "0": inner}
    return {"module": "menu", "data": {"prompt": str(SOUND)}, "children": outer}


def test_flows_a_second(report: Report) -> None:
    snapshot = Snapshot("acme", media={SOUND: MediaInfo(SOUND, "Sound", "/media/a/b")})
    text = document()
    modules = len(parse(text).nodes)
    begin = time.perf_counter()
    for _ in range(FLOWS):
        flow = parse(text)
        assert not [f for f in check(flow, snapshot) if f.level == "red"]
        assert render(tidy(lower(flow, snapshot)), "acme-cf-abcdef", 1)
    spent = time.perf_counter() - begin
    report.add(
        f"(c) parse, check, lower, render: {FLOWS} flows of {modules} modules",
        f"{FLOWS / spent:,.0f} flows/s, {spent / FLOWS * 1000:.2f} ms each",
    )
