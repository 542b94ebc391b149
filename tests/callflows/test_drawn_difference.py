"""The picture of what differs between two documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from callflows.difference import difference
from callflows.document import parse
from callflows.services import drawn_difference
from callflows.services.drawn_difference import draw
from callflows.snapshot_types import Snapshot
from tests.callflows.test_difference import documents

BUSY = {"module": "hangup", "data": {"cause": "busy"}}
NORMAL = {"module": "hangup", "data": {}}
SLEEP = {"module": "sleep", "data": {"seconds": 2}}


@pytest.fixture(autouse=True, scope="module")
def nothing_known() -> Iterator[None]:
    """The documents point at nothing, so no database is asked."""
    with pytest.MonkeyPatch.context() as patch:
        known = Snapshot("acme", "UTC", {})
        patch.setattr(drawn_difference, "known_of", lambda *_: known)
        yield


def menu(**children: Any) -> dict[str, Any]:
    keys = {key.removeprefix("k"): value for key, value in children.items()}
    return {"module": "menu", "data": {}, "children": keys}


def seen(old: Any, new: Any) -> list[tuple[str, str, str]]:
    """By line: the exit of the parent, label and marks."""
    return [
        (each["exit"], each["label"], " ".join(each["marks"]))
        for each in draw(old, new)
    ]


def test_what_is_new_gone_and_changed_stands_at_its_exit() -> None:
    old = menu(k1=BUSY, k2={**SLEEP, "children": {"_": NORMAL}})
    new = menu(k1={"module": "hangup", "data": {"cause": "rejected"}}, k3=SLEEP)
    rows = draw(old, new)
    assert [(r["exit"], r["label"], r["marks"]) for r in rows] == [
        ("", "Menu", []),
        ("1", "Hang up", ["changed"]),
        ("2", "Sleep", ["left"]),
        ("3", "Sleep", ["moved"]),
        ("Then", "Hang up", ["removed"]),
    ]
    assert [r["parent"] for r in rows] == [None, 0, 0, 0, 3]


def test_what_hung_below_something_that_is_gone_hangs_there_still() -> None:
    old = menu(k1={**SLEEP, "children": {"_": BUSY}})
    rows = draw(old, menu())
    assert [(r["label"], r["marks"], r["parent"]) for r in rows[1:]] == [
        ("Sleep", ["removed"], 0),
        ("Hang up", ["removed"], 1),
    ]


def test_an_exchanged_beginning_stands_beside_the_new_one() -> None:
    rows = draw(BUSY, SLEEP)
    assert all(row["parent"] is None for row in rows)


def test_nothing_against_something() -> None:
    assert seen({}, BUSY) == [("", "Hang up", "added")]
    assert seen(BUSY, {}) == [("", "Hang up", "removed")]
    assert seen({}, {}) == []


@given(documents(), documents())
def test_all_of_the_new_is_there_and_every_change_is_marked(old: Any, new: Any) -> None:
    rows = draw(old, new)
    assert all((row["parent"] or 0) <= row["id"] for row in rows)
    kept = [row for row in rows if not {"removed", "left"} & {*row["marks"]}]
    assert len(kept) == len(parse(new).nodes)
    marks = Counter(str(mark) for row in rows for mark in row["marks"])
    assert marks.pop("left", 0) == marks["moved"]
    made = Counter(type(change).__name__.lower() for change in difference(old, new))
    assert +marks == made
