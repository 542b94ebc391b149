"""Programs in plain words."""

from __future__ import annotations

from textwrap import dedent

from callflows.document import parse
from callflows.lowering import lower
from callflows.tidy import tidy
from callflows.words import describe, in_words
from tests.callflows.samples import ATTENDANT, LUNCH, OPEN, SEAT, SNAPSHOT, node


def words(document: object) -> str:
    return in_words(tidy(lower(parse(document), SNAPSHOT)))


def test_a_seat() -> None:
    assert words(SEAT) == (
        "Ring Alex Kim for 20 seconds.\n"
        "  If nobody answers: Take a message in “Alex Kim”, with the greeting for "
        "“not available”. End the call: the callflow is over."
    )


def test_a_menu() -> None:
    menu = {**ATTENDANT, "children": {**ATTENDANT["children"], "1": node("hangup")}}
    assert words(menu) == dedent("""\
        Play “Welcome” and wait for a key (4 seconds, 2 tries).
          Key 1: End the call: the callflow is over.
          Key #: Go on in “Reception”.
          No key: End the call: busy.
          Another key: End the call: the callflow is over.""")


def test_times_name_each_frame_once() -> None:
    times = node("time_of_day", frames=[OPEN, LUNCH], timezone="UTC", _=node("hangup"))
    assert words(times) == dedent("""\
        Look at the clock (UTC).
          During “Lunch” (Mon–Fri 12:00–13:00): End the call: the callflow is over.
          During “Open” (Mon–Fri 09:00–17:00): End the call: the callflow is over.
          At any other time: End the call: the callflow is over.""")


def test_each_sentence_knows_its_place() -> None:
    lines = describe(lower(parse(SEAT), SNAPSHOT))
    assert [(line.depth, line.node, line.path) for line in lines] == [
        (0, "n0", ()),
        (1, "n1", ("_",)),
    ]
