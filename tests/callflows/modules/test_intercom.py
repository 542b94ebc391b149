"""Speaking to one person through the loudspeaker."""

from __future__ import annotations

from callflows.document import parse
from callflows.instructions import Dial
from callflows.lowering import lower
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    BARE_USER,
    DESK,
    LOBBY,
    SALES,
    SNAPSHOT,
    SOFT,
    USER,
    node,
)


def test_the_telephones_are_asked_to_answer() -> None:
    op = lower(parse(node("intercom", group=SALES)), SNAPSHOT).blocks[0].body[1]
    assert isinstance(op, Dial)
    assert op.auto_answer
    assert (op.whom, op.devices, op.seconds) == (SALES, (DESK, SOFT, LOBBY), 10)


def test_exactly_one_target() -> None:
    for who in ({}, {"user": USER, "group": SALES}):
        codes = [code for code, _, _ in found(node("intercom", **who))]
        assert codes[0] == "invalid_setting"


def test_nobody_with_a_telephone() -> None:
    assert ("nobody_rings", "", "") in found(node("intercom", user=BARE_USER))
