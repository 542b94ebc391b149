"""Answering."""

from __future__ import annotations

from callflows.document import parse
from callflows.lowering import lower
from telephony.dialplan.contexts import render
from tests.callflows.samples import SEAT, SNAPSHOT, node


def test_the_call_is_taken_before_it_goes_on() -> None:
    program = lower(parse(node("answer", _=SEAT)), SNAPSHOT)
    (context,) = render(program, "acme-cf-k3v9qa", 1)
    first = [p.application for p in context.priorities if p.extension == "n0"]
    assert first == ["CELGenUserEvent", "Answer", "Goto"]
