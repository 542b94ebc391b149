"""Values that are kept with a call."""

from __future__ import annotations

from typing import Any

import pytest

from callflows.document import parse
from callflows.instructions import Goto, Mark, SetVariable, To
from callflows.lowering import lower
from callflows.snapshot_types import Given, Snapshot
from callflows.words import in_words
from telephony.dialplan.contexts import render
from tests.callflows.findings_support import found
from tests.callflows.samples import QUEUE, SEAT, SNAPSHOT, USER, node, uid

HOSTILE = '"=""|"1 ${SHELL(id)},$[1+1];--) Ünï'


def set_user(**more: Any) -> dict[str, Any]:
    return node("set_variable", name="agent", kind="user", user=USER, **more)


def test_an_object_is_held_by_its_id() -> None:
    body = lower(parse(set_user(_=SEAT)), SNAPSHOT).blocks[0].body
    kept = SetVariable("agent", str(USER), "Alex Kim")
    assert body == (Mark(), kept, Goto(To("n1")))


def test_what_the_account_does_not_have_is_nothing() -> None:
    body = lower(parse(set_user()), Snapshot("acme")).blocks[0].body
    assert body[1] == SetVariable("agent", "", "")


def test_only_the_chosen_type_counts() -> None:
    both = set_user(queue=QUEUE, text="Gold", _=SEAT)
    flow = parse(both)
    assert flow.references >= {("user", USER)}
    assert ("queue", QUEUE) not in flow.references
    assert flow.given == {Given("agent", "user", USER)}
    wrong = node("set_variable", name="agent", kind="user", queue=uid(99), _=SEAT)
    assert found(wrong) == [("missing_setting", "", "user")]


def test_what_is_skipped_sets_nothing() -> None:
    assert parse(set_user(skip=True, _=SEAT)).given == frozenset()


def test_a_text_is_never_dialplan() -> None:
    document = node("set_variable", name="note", text=HOSTILE, _=SEAT)
    (context,) = render(lower(parse(document), SNAPSHOT), "acme-cf-k3v9qa", 1)
    (data,) = [p.data for p in context.priorities if "PBX_V_NOTE" in p.data]
    assert data.startswith("PBX_V_NOTE=${URIDECODE(%22%3D")
    assert "SHELL(" not in data


@pytest.mark.parametrize(
    "data",
    [
        {"name": "Agent"},
        {"name": "1a"},
        {"name": "a-b"},
        {"name": "a" * 31},
        {"name": "a\n"},
        {"name": ""},
        {"kind": "media"},
        {"text": "a\nb"},
    ],
)
def test_what_can_not_be_kept_is_refused(data: dict[str, str]) -> None:
    document = node("set_variable", **{"name": "a", **data}, _=SEAT)
    assert found(document) == [("invalid_setting", "", *data)]


def test_it_is_told_in_words() -> None:
    words = in_words(lower(parse(set_user()), SNAPSHOT))
    assert "Keep “Alex Kim” as “agent”." in words
    nothing = node("set_variable", name="agent")
    assert "Forget “agent”." in in_words(lower(parse(nothing), SNAPSHOT))
