"""Playing a sound."""

from __future__ import annotations

from callflows.document import parse
from callflows.instructions import Answer, Goto, Mark, Play, To
from callflows.lowering import lower
from callflows.snapshot_types import Snapshot
from tests.callflows.samples import SEAT, SNAPSHOT, SOUND, WELCOME, node

DOCUMENT = node("play", media=SOUND, _=SEAT)


def test_the_call_is_answered_hears_it_and_goes_on() -> None:
    first, second, _ = lower(parse(DOCUMENT), SNAPSHOT).blocks
    sound = Play(WELCOME)
    assert first.body == (Mark(), Answer(), sound, Goto(To(second.name)))
    assert second.module == "user"


def test_without_the_sound_the_call_goes_on() -> None:
    body = lower(parse(DOCUMENT), Snapshot("acme")).blocks[0].body
    assert body == (Mark(), Answer(), Goto(To("n1")))
