"""Choosing by key."""

from __future__ import annotations

import pytest

from callflows.document import parse
from callflows.instructions import Gather
from callflows.lowering import lower
from callflows.module import modules
from callflows.modules.menu import KEYS
from tests.callflows.findings_support import found
from tests.callflows.samples import ATTENDANT, SEAT, SNAPSHOT, SOUND, node


def gather(document: object) -> Gather:
    op = lower(parse(document), SNAPSHOT).blocks[0].body[-1]
    assert isinstance(op, Gather)
    return op


def test_only_keys_with_a_module_lead_somewhere() -> None:
    assert [case.key for case in gather(ATTENDANT).cases] == ["1", "#"]


def test_keys_keep_the_order_of_the_telephone() -> None:
    document = node("menu", prompt=SOUND, bstar=SEAT, b0=SEAT, b9=SEAT, b1=SEAT)
    assert [case.key for case in gather(document).cases] == ["1", "9", "0", "*"]


def test_it_has_an_exit_for_each_key_for_none_and_for_another() -> None:
    exits = [branch.key for branch in modules()["menu"].exits]
    assert exits == [*KEYS, "timeout", "_"]


def test_a_menu_may_be_silent_but_not_useless() -> None:
    assert [code for code, *_ in found(node("menu"))] == [
        "no_key",
        "no_prompt",
        "dead_end",
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("timeout", 0), ("timeout", 61), ("tries", 0), ("tries", 11), ("tries", True)],
)
def test_patience_has_limits(field: str, value: int) -> None:
    document = node("menu", prompt=SOUND, b1=SEAT, **{field: value})
    assert ("invalid_setting", "", field) in found(document)
