"""Ringing a person."""

from __future__ import annotations

from callflows.document import parse
from callflows.instructions import Dial
from callflows.lowering import lower
from callflows.snapshot_types import Snapshot
from tests.callflows.findings_support import found
from tests.callflows.samples import BARE_USER, DESK, SEAT, SNAPSHOT, SOFT, USER, node


def dial(document: object, snapshot: Snapshot = SNAPSHOT) -> Dial:
    op = lower(parse(document), snapshot).blocks[0].body[1]
    assert isinstance(op, Dial)
    return op


def test_only_enabled_devices_ring() -> None:
    assert dial(SEAT).devices == (DESK, SOFT)


def test_twenty_seconds_unless_told_otherwise() -> None:
    assert dial(node("user", user=USER)).seconds == 20
    assert dial(node("user", user=USER, timeout=5)).seconds == 5


def test_a_user_who_is_gone_has_no_devices() -> None:
    gone = dial(SEAT, Snapshot("acme"))
    assert (gone.devices, gone.name) == ((), "")


def test_a_user_without_a_telephone_is_worth_a_look() -> None:
    assert ("no_device", "", "user") in found(node("user", user=BARE_USER))


def test_the_ring_time_has_limits() -> None:
    for seconds in (0, 301, "20", 2.5, None):
        document = node("user", user=USER, timeout=seconds)
        assert ("invalid_setting", "", "timeout") in found(document)
