"""From a flow to a program: every place once, every way to an end."""

from __future__ import annotations

from typing import Any

import pytest

from callflows.document import parse
from callflows.instructions import (
    Answer,
    Cause,
    Dial,
    Goto,
    HangUp,
    Mark,
    Play,
    Program,
    To,
    all_targets,
)
from callflows.lowering import _must_leave_once, lower
from callflows.tidy import tidy
from tests.callflows.samples import (
    ATTENDANT,
    DESK,
    OPEN,
    SEAT,
    SNAPSHOT,
    SOFT,
    SOUND,
    USER,
    WELCOME,
    node,
)


def program(document: Any) -> Program:
    return lower(parse(document), SNAPSHOT)


def body(document: Any) -> tuple[Any, ...]:
    return program(document).blocks[0].body


PLAYED = Play(WELCOME)


def test_a_call_enters_at_n0_and_children_follow_in_order() -> None:
    blocks = program(ATTENDANT).blocks
    assert [(b.name, b.path, b.module) for b in blocks] == [
        ("n0", (), "menu"),
        ("n1", ("1",), "user"),
        ("n2", ("#",), "callflow"),
        ("n3", ("timeout",), "hangup"),
        ("n4", ("_",), ""),
        ("n5", ("1", "_"), "voicemail"),
    ]


def test_a_module_begins_with_its_mark() -> None:
    blocks = program(ATTENDANT).blocks
    assert all((b.body[0] == Mark()) == bool(b.module) for b in blocks)


def test_every_target_is_a_block_and_every_block_a_target() -> None:
    made = program(ATTENDANT)
    assert all_targets(made.blocks) | {made.entry} == set(made.by_name)


def test_a_branch_that_several_rules_lead_to_is_placed_once() -> None:
    times = node("time_of_day", frames=[OPEN], _=SEAT)
    times["children"][str(OPEN)] = SEAT
    names = [block.module for block in program(times).blocks]
    assert names.count("user") == 2


def test_an_empty_branch_is_an_ending_with_a_cause() -> None:
    blocks = program(node("user", user=USER)).blocks
    ring = Dial(USER, "Alex Kim", (DESK, SOFT), 20, To("n1"), forwards=True)
    assert blocks[0].body[1:] == (ring,)
    assert blocks[1].body == (HangUp(Cause.AS_DIALLED),)


@pytest.mark.parametrize(
    "passed",
    [
        node("menu", skip=True, b1=SEAT, _=node("play", media=SOUND)),
        node("teleport", _=node("play", media=SOUND)),
        node("webhook", _=node("play", media=SOUND)),
        node("x", skip=True, _=node("y", skip=True, _=node("play", media=SOUND))),
    ],
    ids=["skipped", "unknown", "not valid", "two skipped"],
)
def test_what_can_not_run_is_passed_by(passed: Any) -> None:
    assert body(passed) == (Mark(), Answer(), PLAYED, Goto(To("n1")))


@pytest.mark.parametrize("empty", [{}, None, 7, node("x"), node("menu", skip=True)])
def test_nothing_is_a_program_that_ends(empty: Any) -> None:
    (block,) = program(empty).blocks
    assert block.body == (HangUp(Cause.UNAVAILABLE),)


def test_tidy_replaces_jumps_to_endings() -> None:
    tidied = tidy(program(node("play", media=SOUND)))
    (block,) = tidied.blocks
    assert block.body == (Mark(), Answer(), PLAYED, HangUp())


def test_tidy_merges_equal_endings_and_keeps_modules() -> None:
    menu = node("menu", prompt=SOUND, b1=node("hangup"), b2=node("hangup"))
    before, after = program(menu), tidy(program(menu))
    assert [b.module for b in before.blocks] == ["menu", "hangup", "hangup", "", ""]
    assert [b.module for b in after.blocks] == ["menu", "hangup", "hangup", ""]


def test_tidy_is_done_at_once() -> None:
    once = tidy(program(ATTENDANT))
    assert tidy(once) == once


@pytest.mark.parametrize("wrong", [(Mark(),), (HangUp(), Answer()), (HangUp(),) * 2])
def test_a_module_that_does_not_end_is_a_mistake(wrong: Any) -> None:
    with pytest.raises(TypeError, match="must leave"):
        _must_leave_once("broken", wrong)
