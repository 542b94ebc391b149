"""People get a mail about calls that nobody answered."""

from __future__ import annotations

from callflows.checks import check
from callflows.document import parse
from callflows.instructions import Notice, Notify
from callflows.lowering import lower
from tests.callflows.samples import BARE_USER, SNAPSHOT, USER, node


def test_each_user_gets_one() -> None:
    flow = parse(node("missed_call_alert", users=[USER, BARE_USER, USER]))
    program = lower(flow, SNAPSHOT)
    told = [op for op in program.blocks[0].body if isinstance(op, Notify)]
    assert told == [
        Notify(Notice.MISSED, USER, "Alex Kim"),
        Notify(Notice.MISSED, BARE_USER, "Sam Lee"),
    ]


def test_a_user_without_an_address_is_told_of() -> None:
    flow = parse(node("missed_call_alert", users=[USER]))
    found = [f for f in check(flow, SNAPSHOT) if f.code == "no_email"]
    assert [(f.about, f.values) for f in found] == [("users", {"name": "Alex Kim"})]


def test_nobody_is_no_alert() -> None:
    flow = parse(node("missed_call_alert", users=[]))
    assert [f.code for f in flow.nodes[()].findings] == ["invalid_setting"]
