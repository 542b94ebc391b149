"""Checks of whole flows, and what they leave alone."""

from __future__ import annotations

from callflows.checks import checks
from tests.callflows.findings_support import found
from tests.callflows.samples import (
    ATTENDANT,
    BOX,
    CLOSED,
    FLOW,
    LUNCH,
    OPEN,
    SEAT,
    SOUND,
    USER,
    node,
    uid,
)


def test_they_are_found_by_their_files() -> None:
    assert list(checks()) == [
        "dead_end",
        "dialled_keys",
        "dials_out",
        "empty_flow",
        "frame_never",
        "loop",
        "no_entry",
        "not_live",
        "number_twice",
        "time_gap",
        "time_overlap",
        "unknown_target",
        "unreachable",
    ]


def test_a_sound_flow_has_no_findings() -> None:
    assert found(SEAT) == []
    assert found(ATTENDANT, own=uid(42)) == []


def test_dead_end_names_the_exit() -> None:
    assert found(node("user", user=USER)) == [("dead_end", "", "_")]
    closed = node("time_of_day", frames=[CLOSED], _=SEAT)
    assert found(closed) == [("dead_end", "", str(CLOSED))]


def test_a_menu_may_leave_keys_empty_but_not_the_timeout() -> None:
    menu = node("menu", prompt=SOUND, b1=SEAT)
    assert found(menu) == [("dead_end", "", "timeout")]


def test_a_key_that_the_menu_lacks_is_unreachable() -> None:
    menu = {**ATTENDANT, "children": {**ATTENDANT["children"], "12": SEAT}}
    assert found(menu) == [("unreachable", "12", "")]


def test_a_branch_of_a_frame_that_was_removed_is_unreachable() -> None:
    times = node("time_of_day", frames=[OPEN], _=SEAT)
    times["children"] |= {str(OPEN): SEAT, str(LUNCH): SEAT}
    assert found(times) == [("unreachable", str(LUNCH), "")]


def test_behind_a_skipped_module_only_the_default_branch_is_reached() -> None:
    menu = node("menu", skip=True, b1=SEAT, _=SEAT)
    assert found(menu) == [("unreachable", "1", "")]


def test_nothing_is_unreachable_behind_a_module_that_is_not_valid() -> None:
    assert [code for code, *_ in found(node("menu", tries=0, b1=SEAT))] == [
        "invalid_setting"
    ]


def test_a_foreign_id_is_an_unknown_target() -> None:
    assert found(node("voicemail", box=uid(99))) == [("unknown_target", "", "box")]
    # The id is one of a user: of the wrong kind it is just as unknown.
    assert found(node("voicemail", box=USER)) == [("unknown_target", "", "box")]


def test_a_skipped_module_may_point_at_nothing() -> None:
    assert found(node("voicemail", skip=True, box=uid(99), _=SEAT)) == []


def test_a_loop_is_found_at_any_depth() -> None:
    flow = node("play", media=SOUND, _=node("callflow", callflow=FLOW))
    assert found(flow, own=FLOW) == [("loop", "_", "callflow")]
    assert found(flow, own=uid(42)) == []


def test_frames_may_overlap_where_one_is_more_specific() -> None:
    times = node("time_of_day", frames=[OPEN, LUNCH], _=SEAT)
    times["children"] |= {str(OPEN): SEAT, str(LUNCH): SEAT}
    assert found(times) == []


def test_a_mailbox_has_no_exits() -> None:
    assert found(node("voicemail", box=BOX)) == []
