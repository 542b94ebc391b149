"""Ringing one telephone."""

from __future__ import annotations

from callflows.document import parse
from callflows.instructions import Dial, Mark, To
from callflows.lowering import lower
from tests.callflows.findings_support import found
from tests.callflows.samples import DESK, DEVICE, OFF_DEVICE, SNAPSHOT, node


def test_it_rings_alone() -> None:
    document = node("device", device=DEVICE, timeout=9)
    body = lower(parse(document), SNAPSHOT).blocks[0].body
    assert body == (Mark(), Dial(DEVICE, "Desk", (DESK,), 9, To("n1")))


def test_a_disabled_device_does_not_ring_and_is_worth_a_look() -> None:
    document = node("device", device=OFF_DEVICE)
    (_, dial) = lower(parse(document), SNAPSHOT).blocks[0].body
    assert isinstance(dial, Dial)
    assert dial.devices == ()
    assert ("no_device", "", "device") in found(document)
