"""What the system's own voice says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.simulation import Scenario, simulate
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import SNAPSHOT, node

AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def lines(**data: Any) -> list[tuple[str, str]]:
    """What Asterisk does between answering and going on."""
    program = lower(parse(node("say", _=node("hangup"), **data)), SNAPSHOT)
    (context,) = render(program, "acme-cf-k3v9qa", 1)
    own = [(p.application, p.data) for p in context.priorities if p.extension == "n0"]
    return own[2:-1]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"value": "042"}, ("SayDigits", "042")),
        ({"what": "number", "value": "1234567890"}, ("SayNumber", "123456789")),
        ({"what": "letters", "value": "Ab1"}, ("SayAlpha", "Ab1")),
        ({"what": "date"}, ("SayUnixTime", ",America/Vancouver,AdBY")),
        ({"what": "time"}, ("SayUnixTime", ",America/Vancouver,IMp")),
    ],
)
def test_each_has_its_application(
    data: dict[str, str], expected: tuple[str, str]
) -> None:
    assert lines(**data) == [expected]


def test_of_a_variable_only_what_can_be_said() -> None:
    assert lines(what="number", variable="place") == [
        ("Set", "PBX_SAID=${FILTER(0-9,${PBX_V_PLACE})}"),
        ("GotoIf", "${LEN(${PBX_SAID})}?:6"),
        ("SayNumber", "${PBX_SAID:0:9}"),
    ]


@pytest.mark.parametrize(
    ("data", "held", "said"),
    [
        ({"variable": "a"}, "12-x", "Says “12”."),
        ({"variable": "a", "what": "letters"}, "1 x.", "Says “1x”."),
        ({"variable": "a"}, "x", "There is nothing to say."),
        ({"value": "7"}, "1", "Says “7”."),
        ({"what": "time", "value": "7"}, "", "Says “19:04”."),
        ({"what": "date"}, "", "Says “2026-01-01”."),
    ],
)
def test_what_is_said(data: dict[str, str], held: str, said: str) -> None:
    document = node("say", _=node("hangup"), **data)
    call = node("set_variable", name="a", text=held, _=document)
    program = lower(parse(call), SNAPSHOT)
    steps = simulate({"u": program}, "u", Scenario("8000", "1002", AT)).steps
    assert steps[1].text == said


@pytest.mark.parametrize(
    ("data", "code", "about"),
    [
        ({}, "nothing_said", "value"),
        ({"value": "abc"}, "nothing_said", "value"),
        ({"variable": "a"}, "variable_never_set", "variable"),
        ({"value": "a b"}, "invalid_setting", "value"),
    ],
)
def test_what_is_wrong_is_told(data: dict[str, str], code: str, about: str) -> None:
    assert found(node("say", _=node("hangup"), **data)) == [(code, "", about)]


def test_it_is_told_in_words() -> None:
    words = in_words(lower(parse(node("say", value="42")), SNAPSHOT))
    assert "Say “42” digit by digit." in words
