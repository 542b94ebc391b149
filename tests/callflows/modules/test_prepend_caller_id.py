"""What stands before the caller's name and number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Simulator
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import SEAT, SNAPSHOT, node

HOSTILE = '"=""|"1 ${SHELL(id)}, $[1+1];--) Ünï 😀'


def shown(*settings: dict[str, str]) -> tuple[str, str]:
    """Name and number that telephones show after such modules in a row."""
    document: dict[str, Any] = node("hangup")
    for each in reversed(settings):
        document = node("prepend_caller_id", **each, _=document)
    at = datetime(2026, 1, 2, tzinfo=UTC)
    program = lower(parse(document), SNAPSHOT)
    call = Simulator({"u": program}, Scenario("8000", "6045550100", at))
    call.run("u")
    return call.caller_name, call.caller_number


@pytest.mark.parametrize(
    ("chain", "name", "number"),
    [
        ([{"name": "GEN - "}], "GEN - ", "6045550100"),
        ([{"name": "A ", "number": "9"}, {"name": "B "}], "B A ", "96045550100"),
        ([{"name": "A "}, {"name": "B ", "action": "original"}], "B ", "6045550100"),
        (
            [{"name": "A ", "number": "9"}, {"action": "reset"}],
            "",
            "6045550100",
        ),
    ],
)
def test_prefixes_add_up_until_they_are_taken_back(
    chain: list[dict[str, str]], name: str, number: str
) -> None:
    assert shown(*chain) == (name, number)


def test_a_prefix_is_never_dialplan() -> None:
    document = node("prepend_caller_id", name=HOSTILE[:40], _=SEAT)
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    data = [p.data for p in context.priorities]
    assert not any("SHELL" in d and "URIDECODE" not in d for d in data)
    assert not any('=""' in d or ";" in d for d in data)
    assert any(d.startswith("PBX_TEXT=${URIDECODE(%22%3D") for d in data)


@pytest.mark.parametrize(
    "data",
    [
        {"name": "a\nb"},
        {"name": "a\u202eb"},
        {"name": "x" * 41},
        {"number": "+1"},
        {"number": "12a"},
        {"number": "1\n"},
    ],
)
def test_what_cant_be_shown_is_refused(data: dict[str, str]) -> None:
    flow = parse(node("prepend_caller_id", **data))
    (finding,) = flow.nodes[()].findings
    assert (finding.code, finding.about) == ("invalid_setting", *data)


def test_what_changes_nothing_is_told() -> None:
    assert ("no_prefix", "", "name") in found(node("prepend_caller_id", _=SEAT))
    reset = node("prepend_caller_id", action="reset", name="A", _=SEAT)
    assert ("no_prefix", "", "name") in found(reset)
    assert found(node("prepend_caller_id", action="reset", _=SEAT)) == []


def test_it_is_told_in_words() -> None:
    document = node("prepend_caller_id", name="GEN ", number="9", _=node("hangup"))
    words = in_words(lower(parse(document), SNAPSHOT))
    assert "“GEN ” as name and 9 as number before what is shown now" in words
