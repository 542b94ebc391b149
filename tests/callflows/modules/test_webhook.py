"""A program is told, and the call goes on."""

from __future__ import annotations

from callflows.document import parse
from callflows.instructions import Goto, Mark, Notice, Notify
from callflows.lowering import lower
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.samples import CRM, SNAPSHOT, node, uid

FLOW = node("webhook", address=CRM, _=node("hangup"))


def test_it_tells_and_goes_on() -> None:
    program = lower(parse(FLOW), SNAPSHOT)
    mark, notify, goto = program.blocks[0].body
    assert mark == Mark()
    assert notify == Notify(Notice.WEBHOOK, CRM, "CRM")
    assert isinstance(goto, Goto)
    assert "Tell “CRM” of the call." in in_words(program)


def test_asterisk_is_told_no_address() -> None:
    (context,) = render(lower(parse(FLOW), SNAPSHOT), "acme-cf-k3v9qa", 1)
    told = [p for p in context.priorities if p.data.startswith("webhook")]
    assert [(p.application, p.data) for p in told] == [
        ("CELGenUserEvent", f"webhook,{CRM}")
    ]


def test_an_unknown_address_is_passed_by() -> None:
    program = lower(parse(node("webhook", address=uid(99))), SNAPSHOT)
    assert [type(op).__name__ for op in program.blocks[0].body] == ["Mark", "Goto"]
