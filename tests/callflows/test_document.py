"""Reading documents: never fails, loses nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callflows import document
from callflows.checks import check
from callflows.document import UnknownNode, in_the_words_of, parse
from callflows.lowering import lower
from callflows.module import modules
from tests.callflows.samples import ATTENDANT, BOX, SEAT, SNAPSHOT, SOUND, USER, node

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
names = st.sampled_from([*modules(), "webhook", "", "Menu"])


def almost_documents(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Trees of the right shape, and of every shape that is nearly right."""
    return st.fixed_dictionaries(
        {"module": names | values},
        optional={
            "data": st.dictionaries(
                st.sampled_from(["user", "timeout", "frames", "cause", "x"]), values
            )
            | values,
            "children": st.dictionaries(
                st.sampled_from(["_", "1", "timeout", "x"]), children, max_size=3
            )
            | values,
            "skip": st.booleans() | values,
            "x-editor": values,
        },
    )


documents = st.recursive(values, almost_documents, max_leaves=8)


@given(documents)
def test_reading_and_writing_is_the_identity(raw: Any) -> None:
    text = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    assert document.dump(document.load(text)) == text


@given(documents, documents)
def test_a_document_means_the_same_in_the_words_of_another(
    one: Any, other: Any
) -> None:
    assert in_the_words_of(one, other) == other


def shuffled(value: Any) -> Any:
    """The same with every object's keys the other way round."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


@given(documents)
def test_an_order_of_keys_is_no_change(raw: Any) -> None:
    assert json.dumps(in_the_words_of(raw, shuffled(raw))) == json.dumps(raw)


@given(documents)
def test_whatever_it_is_it_can_be_checked_and_lowered(raw: Any) -> None:
    flow = parse(raw)
    for finding in check(flow, SNAPSHOT):
        assert finding.message
    program = lower(flow, SNAPSHOT)
    assert program.blocks


def test_every_place_of_a_tree_is_a_node_in_the_documents_order() -> None:
    flow = parse(ATTENDANT)
    assert list(flow.nodes) == [(), ("1",), ("1", "_"), ("#",), ("timeout",)]
    assert [n.name for n in flow.nodes.values()] == [
        "menu",
        "user",
        "voicemail",
        "callflow",
        "hangup",
    ]
    assert not check(flow, SNAPSHOT)


def test_references_are_collected() -> None:
    assert parse(SEAT).references == {("user", USER), ("voicemail_box", BOX)}


@pytest.mark.parametrize("empty", [{}, None])
def test_a_new_callflow_is_empty(empty: Any) -> None:
    assert parse(empty).nodes == {}


def test_an_unknown_module_is_kept_with_what_is_below_it() -> None:
    raw = node("teleport", to="Mars", _=SEAT)
    flow = parse(raw)
    unknown = flow.nodes[()]
    assert isinstance(unknown, UnknownNode)
    assert unknown.raw is raw
    assert flow.nodes[("_",)].module
    assert [f.code for f in unknown.findings] == ["unknown_module"]


def test_a_skipped_module_may_be_unknown_or_wrong() -> None:
    for raw in (node("teleport", skip=True), node("user", skip=True)):
        assert parse(raw).nodes[()].findings == ()


@pytest.mark.parametrize(
    "raw",
    [
        7,
        [],
        "menu",
        {"module": 1},
        {"data": {}},
        {"module": "menu", "data": []},
        {"module": "menu", "children": []},
        {"module": "menu", "skip": "yes"},
    ],
)
def test_what_is_no_module_becomes_a_finding(raw: Any) -> None:
    flow = parse(node("play", media=SOUND, _=raw))
    (finding,) = flow.nodes[("_",)].findings
    assert finding.code == "not_a_module"
    assert finding.path == ("_",)


def test_wrong_settings_become_findings_that_name_the_setting() -> None:
    raw = node("match_caller_id", country_code=True, colour="red")
    found = parse(raw).nodes[()].findings
    assert {(f.code, f.about) for f in found} == {
        ("missing_setting", "pattern"),
        ("invalid_setting", "country_code"),
        ("invalid_setting", "colour"),
    }
    assert "“Pattern” is not set." in [f.message for f in found]


def test_a_flow_may_be_deeper_than_the_stack() -> None:
    raw: Any = node("hangup")
    for _ in range(2000):
        raw = node("play", media=SOUND, _=raw)
    assert len(parse(raw).nodes) == 2001
