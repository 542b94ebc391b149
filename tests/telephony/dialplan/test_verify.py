"""Comparing what was told with what is held."""

from __future__ import annotations

from telephony.dialplan.contexts import Context, Priority
from telephony.dialplan.verify import Difference, compare

ONE = Priority("n0", 1, "Answer", "")
TWO = Priority("n0", 2, "Hangup", "16")
TOLD = [Context("acme-cf-x-v1", (ONE, TWO))]


def held(*priorities: Priority) -> list[Context]:
    return [Context("acme-cf-x-v1", priorities)]


def test_order_and_case_of_applications_do_not_matter() -> None:
    assert compare(TOLD, TOLD) == []
    assert compare(TOLD, held(TWO, Priority("n0", 1, "answer", ""))) == []


def test_what_is_missing_changed_or_too_much_is_named() -> None:
    changed = Priority("n0", 2, "Hangup", "17")
    extra = Priority("n1", 1, "System", "id")
    differences = compare(TOLD, held(changed, extra))
    assert [str(difference) for difference in differences] == [
        "acme-cf-x-v1,n0,1: told Answer(), holds nothing",
        "acme-cf-x-v1,n0,2: told Hangup(16), holds Hangup(17)",
        "acme-cf-x-v1,n1,1: told nothing, holds System(id)",
    ]


def test_nothing_held_is_all_missing() -> None:
    assert compare(TOLD, []) == [
        Difference("acme-cf-x-v1", "n0", 1, ("Answer", ""), None),
        Difference("acme-cf-x-v1", "n0", 2, ("Hangup", "16"), None),
    ]


def test_data_is_compared_to_the_letter() -> None:
    assert compare(TOLD, held(ONE, Priority("n0", 2, "Hangup", "16 ")))
