"""Another caller than the one who calls."""

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
from tests.callflows.samples import SEAT, SNAPSHOT, SOUND, node

AT = datetime(2026, 1, 2, tzinfo=UTC)
HOSTILE = '"=""|"1 ${SHELL(id)},$[1+1];)'
ENTRIES = [
    {"keys": "1", "name": "Sales", "number": "6045550101"},
    {"keys": "22", "number": "6045550102"},
]


def showing(**data: Any) -> dict[str, Any]:
    document = node("dynamic_caller_id", _=node("hangup"), **data)
    if data.get("how") in ("list", "keyed"):
        document["children"]["none"] = node("hangup", cause="busy")
    return document


def shown(document: dict[str, Any], *keys: str) -> tuple[str, str, str]:
    """Name and number that telephones show afterwards, and how the call ended."""
    scenario = Scenario("8000", "1002", AT, keys)
    call = Simulator({"u": lower(parse(document), SNAPSHOT)}, scenario)
    end = call.run("u").end
    return call.caller_name, call.caller_number, end.cause


@pytest.mark.parametrize(
    ("data", "keys", "expected"),
    [
        ({"name": "Support", "number": "+1604"}, "", ("Support", "+1604", "normal")),
        ({"how": "list"}, "1#", ("Sales", "6045550101", "normal")),
        ({"how": "list"}, "22", ("", "6045550102", "normal")),
        ({"how": "list"}, "2#", ("", "1002", "busy")),
        ({"how": "list"}, "", ("", "1002", "busy")),
        ({"how": "keyed", "most": 4}, "6045", ("", "6045", "normal")),
        ({"how": "keyed"}, "*604#", ("", "604", "normal")),
        ({"how": "keyed"}, "", ("", "1002", "busy")),
    ],
)
def test_who_is_shown(
    data: dict[str, Any], keys: str, expected: tuple[str, str, str]
) -> None:
    more = {"entries": ENTRIES} if data.get("how") == "list" else {}
    assert shown(showing(**data, **more), *keys) == expected


@pytest.mark.parametrize(("held", "number"), [("604-555", "604555"), ("Gold", "1002")])
def test_a_variable_may_hold_the_number(held: str, number: str) -> None:
    by_variable = showing(how="variable", variable="callback")
    document = node("set_variable", name="callback", text=held, _=by_variable)
    assert shown(document)[1] == number


def test_nothing_of_it_is_dialplan() -> None:
    entries = [{"keys": "1", "name": HOSTILE}]
    for data in ({"name": HOSTILE}, {"how": "list", "entries": entries}):
        program = lower(parse(showing(**data)), SNAPSHOT)
        (context,) = render(program, "acme-cf-k3v9qa", 1)
        texts = [p.data for p in context.priorities]
        assert not any("SHELL" in t and "URIDECODE" not in t for t in texts)


def test_only_digits_of_a_variable_are_shown() -> None:
    document = showing(how="variable", variable="callback")
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    (data,) = [p.data for p in context.priorities if p.data.startswith("CALLERID(num)")]
    assert data == "CALLERID(num)=${FILTER(0-9,${PBX_V_CALLBACK})}"


@pytest.mark.parametrize(
    ("data", "code", "about"),
    [
        ({}, "no_caller_id", "name"),
        ({"how": "list", "prompt": SOUND}, "missing_setting", "entries"),
        ({"how": "variable"}, "missing_setting", "variable"),
        ({"how": "variable", "variable": "a"}, "variable_never_set", "variable"),
        ({"how": "keyed"}, "no_prompt", "prompt"),
        ({"number": "12a"}, "invalid_setting", "number"),
        ({"how": "list", "entries": [{"keys": "*"}]}, "invalid_setting", "entries"),
        (
            {"how": "list", "entries": [{"keys": "1"}, {"keys": "1"}], "prompt": SOUND},
            "keys_twice",
            "entries",
        ),
    ],
)
def test_what_is_wrong_is_told(data: dict[str, Any], code: str, about: str) -> None:
    assert (code, "", about) in found(showing(**data))


def test_it_is_told_in_words() -> None:
    document = node("dynamic_caller_id", name="Support", _=SEAT)
    words = in_words(lower(parse(document), SNAPSHOT))
    assert "Show “Support” as name instead of the caller's own." in words
