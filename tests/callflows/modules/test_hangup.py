"""Ending a call."""

from __future__ import annotations

import pytest

from callflows.document import parse
from callflows.instructions import Cause, HangUp, Mark
from callflows.lowering import lower
from tests.callflows.findings_support import found
from tests.callflows.samples import SNAPSHOT, node

CHOICES = [cause for cause in Cause if cause != Cause.AS_DIALLED]


@pytest.mark.parametrize("cause", CHOICES)
def test_the_caller_is_told_why(cause: Cause) -> None:
    (block,) = lower(parse(node("hangup", cause=cause.value)), SNAPSHOT).blocks
    assert block.body == (Mark(), HangUp(cause))


def test_what_only_a_dial_can_know_is_no_choice() -> None:
    document = node("hangup", cause="as-dialled")
    assert found(document) == [("invalid_setting", "", "cause")]
