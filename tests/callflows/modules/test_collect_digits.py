"""Digits that callers enter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, Simulator
from callflows.snapshot_types import Given
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import SNAPSHOT, SOUND, node

AT = datetime(2026, 1, 2, tzinfo=UTC)


def asking(**data: Any) -> dict[str, Any]:
    nothing = node("hangup", cause="busy")
    return node(
        "collect_digits", variable="pin", _=node("hangup"), timeout_=nothing, **data
    )


def entered(*keys: str, **data: Any) -> tuple[str, str, int]:
    """What is kept, how the call ended, and after how many seconds."""
    scenario = Scenario("8000", "1002", AT, keys)
    call = Simulator({"u": lower(parse(asking(**data)), SNAPSHOT)}, scenario)
    end = call.run("u").end
    return call.variables["pin"], end.cause, (end.at - AT).seconds


@pytest.mark.parametrize(
    ("keys", "data", "expected"),
    [
        (("123#",), {}, ("123", "normal", 0)),
        (("123",), {}, ("123", "normal", 5)),
        (("12345",), {"most": 4}, ("1234", "normal", 0)),
        (("12*",), {"ends": "*"}, ("12", "normal", 0)),
        (("1#2",), {"ends": "", "most": 3}, ("1#2", "normal", 0)),
        ((), {"tries": 2, "timeout": 3}, ("", "busy", 6)),
        (("", "7#"), {"tries": 2}, ("7", "normal", 5)),
        (("#",), {"tries": 1}, ("", "busy", 0)),
    ],
)
def test_what_ends_them(
    keys: tuple[str, ...], data: dict[str, Any], expected: tuple[str, str, int]
) -> None:
    assert entered(*keys, **data) == expected


def test_asterisk_keeps_nothing_but_keys() -> None:
    document = asking(prompt=SOUND, most=4, ends="*", tries=2, timeout=6)
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    read, kept = (p for p in context.priorities if p.data.startswith("PBX_V_PIN"))
    path = "/var/lib/media/acme/k3v9qa"
    assert read.application == "Read"
    assert read.data == f"PBX_V_PIN,{path},4,t(*),2,6"
    assert kept.data == "PBX_V_PIN=${FILTER(0-9*#,${PBX_V_PIN})}"


def test_it_gives_a_text() -> None:
    assert parse(asking()).given == {Given("pin", "text")}


@pytest.mark.parametrize(
    ("field", "value"),
    [("most", 0), ("most", 21), ("ends", "1"), ("timeout", 61), ("tries", 0)],
)
def test_patience_has_limits(field: str, value: object) -> None:
    assert ("invalid_setting", "", field) in found(asking(**{field: value}))


def test_it_is_told_in_words() -> None:
    words = in_words(lower(parse(asking(prompt=SOUND)), SNAPSHOT))
    assert "Play “Welcome” and ask for 10 digits at most, kept as “pin”." in words
