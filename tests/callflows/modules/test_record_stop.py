"""Recording ends, and the call goes on."""

from __future__ import annotations

from callflows.document import parse
from callflows.instructions import Goto, Mark, StopRecord
from callflows.lowering import lower
from callflows.words import in_words
from tests.callflows.samples import SNAPSHOT, node


def test_it_ends_the_recording_and_goes_on() -> None:
    program = lower(parse(node("record_stop", _=node("hangup"))), SNAPSHOT)
    mark, stop, goto = program.blocks[0].body
    assert (mark, stop) == (Mark(), StopRecord())
    assert isinstance(goto, Goto)
    assert "Stop recording." in in_words(program)
