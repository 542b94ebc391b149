"""Going on in another callflow."""

from __future__ import annotations

from callflows.document import parse
from callflows.instructions import Cause, HangUp, Jump, Mark
from callflows.lowering import lower
from callflows.snapshot_types import Snapshot
from tests.callflows.samples import FLOW, RECEPTION, SNAPSHOT, node

DOCUMENT = node("callflow", callflow=FLOW)


def test_the_call_leaves_for_good() -> None:
    (block,) = lower(parse(DOCUMENT), SNAPSHOT).blocks
    assert block.body == (Mark(), Jump(RECEPTION))


def test_without_the_other_callflow_the_call_ends() -> None:
    (block,) = lower(parse(DOCUMENT), Snapshot("acme")).blocks
    assert block.body == (Mark(), HangUp(Cause.UNAVAILABLE))
