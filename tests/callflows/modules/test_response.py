"""Calls that are refused with a code."""

from __future__ import annotations

from typing import get_args

import pytest

from callflows.document import parse
from callflows.lowering import lower
from callflows.modules.response import Code
from telephony.dialplan.contexts import render
from tests.callflows.samples import SNAPSHOT, SOUND, node


@pytest.mark.parametrize("code", get_args(Code))
def test_every_code_has_a_cause(code: str) -> None:
    (context,) = render(lower(parse(node("response", code=code)), SNAPSHOT), "u", 1)
    assert context.priorities[-1].application == "Hangup"


def test_a_sound_is_played_without_answering() -> None:
    program = lower(parse(node("response", code="503", media=SOUND)), SNAPSHOT)
    (context,) = render(program, "u", 1)
    steps = [(p.application, p.data) for p in context.priorities[1:]]
    assert steps == [
        ("Progress", ""),
        ("Playback", "/var/lib/media/acme/k3v9qa,noanswer"),
        ("Hangup", "34"),
    ]


def test_only_known_codes() -> None:
    flow = parse(node("response", code="200"))
    assert [f.code for f in flow.nodes[()].findings] == ["invalid_setting"]
