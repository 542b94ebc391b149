"""What differs between two documents."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callflows.difference import (
    MISSING,
    Added,
    Changed,
    Moved,
    Removed,
    Setting,
    apply,
    conflicts,
    difference,
    plain,
)
from tests.callflows.samples import ATTENDANT, SEAT, SOUND, USER, node, uid

DATA = st.dictionaries(
    st.sampled_from(["a", "b"]),
    st.sampled_from([0, 1, True, None, "x", [1], {"k": 1.0}]),
    max_size=2,
)
KINDS = st.sampled_from(["play", "menu", "user", "teleport"])
KEYS = st.sampled_from(["_", "1", "2", "3"])


def documents() -> st.SearchStrategy[Any]:
    """Trees of modules, with some that are none and some with keys nobody knows."""
    odd = st.sampled_from([[], 7, {"module": 3}, {"module": "x", "children": []}, {}])
    leaf = st.builds(lambda m, d: {"module": m, "data": d}, KINDS, DATA)
    tree = st.recursive(
        st.one_of(leaf, leaf, leaf, odd),
        lambda below: st.builds(
            lambda m, d, s, c: {"module": m, "data": d, "skip": s, "children": c},
            KINDS,
            DATA,
            st.booleans(),
            st.dictionaries(KEYS, below, max_size=3),
        ),
        max_leaves=12,
    )
    return st.one_of(tree, tree, st.none())


@given(documents(), documents())
def test_applying_the_difference_to_the_old_gives_the_new(old: Any, new: Any) -> None:
    assert repr_of(apply(old, difference(old, new))) == repr_of(plain(new))


@given(documents())
def test_a_document_does_not_differ_from_itself(document: Any) -> None:
    assert difference(document, document) == []
    assert difference(document, plain(document)) == []


@given(documents(), documents())
def test_no_module_is_named_as_gone_and_as_moved(old: Any, new: Any) -> None:
    changes = difference(old, new)
    gone = {c.path for c in changes if isinstance(c, Removed)}
    assert not gone & {c.before for c in changes if isinstance(c, Moved | Changed)}
    came = {c.path for c in changes if isinstance(c, Added)}
    assert not came & {c.path for c in changes if isinstance(c, Moved | Changed)}


def repr_of(value: Any) -> str:
    """Text in which `true` is not 1, whatever the order of keys."""
    if isinstance(value, dict):
        parts = sorted((key, repr_of(item)) for key, item in value.items())
        return repr(parts)
    return repr(value)


def test_a_changed_setting_is_named_with_both_values() -> None:
    new = node("user", user=USER, timeout=45, _=SEAT["children"]["_"])
    setting = Setting(("data", "timeout"), 20, 45)
    assert difference(SEAT, new) == [Changed((), (), (setting,))]


def test_a_setting_that_was_not_there_is_missing() -> None:
    (change,) = difference(node("menu"), node("menu", tries=2))
    assert isinstance(change, Changed)
    assert change.settings == (Setting(("data", "tries"), MISSING, 2),)


def test_a_branch_that_hangs_elsewhere_has_moved() -> None:
    one = node("menu", b1=SEAT, b2=node("hangup"))
    two = node("menu", b3=SEAT, b2=node("hangup"))
    assert difference(one, two) == [Moved(("1",), ("3",))]


def test_swapped_branches_have_moved_and_are_the_same() -> None:
    other = node("user", user=uid(11), _=node("hangup"))
    one, two = node("menu", b1=SEAT, b2=other), node("menu", b1=other, b2=SEAT)
    assert difference(one, two) == [Moved(("1",), ("2",)), Moved(("2",), ("1",))]


def test_a_module_put_before_the_root_moves_the_rest_as_one() -> None:
    new = node("play", media=SOUND, _=ATTENDANT)
    changes = difference(ATTENDANT, new)
    assert [type(change) for change in changes] == [Moved, Added]
    assert changes[0] == Moved((), ("_",))


def test_a_module_that_was_moved_and_changed_is_still_the_same() -> None:
    one = node("menu", b1=node("user", user=USER, timeout=20))
    two = node("menu", b2=node("user", user=USER, timeout=30))
    assert [type(change) for change in difference(one, two)] == [Moved, Changed]


def test_a_module_taken_out_leaves_what_was_below() -> None:
    one = node("play", media=SOUND, _=SEAT)
    assert [type(change) for change in difference(one, SEAT)] == [Removed, Moved]


@pytest.mark.parametrize(
    ("mine", "count"),
    [
        (node("user", user=USER, timeout=45), 1),
        (node("user", user=uid(11), timeout=20), 0),
        (node("hangup"), 1),
    ],
)
def test_only_what_both_touch_is_in_conflict(mine: Any, count: int) -> None:
    base = node("user", user=USER, timeout=20)
    theirs = node("user", user=USER, timeout=30)
    found = conflicts(difference(base, theirs), difference(base, mine))
    assert len(found) == count


def test_a_deep_document_is_compared() -> None:
    deep: Any = node("hangup")
    for _ in range(290):
        deep = {"module": "play", "data": {}, "children": {"_": deep}}
    assert len(difference(deep, deep["children"]["_"])) <= 3
