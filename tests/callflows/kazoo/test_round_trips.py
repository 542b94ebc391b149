"""What goes in comes out again; what was changed here comes out changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callflows import own_format
from callflows.document import parse
from callflows.kazoo import give, read, take
from callflows.kazoo.names import Names
from callflows.kazoo.twins import TWINS
from callflows.module import modules
from tests.callflows.kazoo.samples import (
    ALEX_THERE,
    DOCUMENT,
    METADATA,
    RULE_THERE,
    SOUND_THERE,
    names,
    why_not,
)
from tests.callflows.samples import ATTENDANT, OPEN, SNAPSHOT, USER
from tests.callflows.test_document import documents

ids = st.sampled_from([*METADATA, "u-17", "f" * 32, ""])
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 1000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
    | ids,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "x", "endpoint_type"]), inner)
    ),
    max_leaves=5,
)
likely = st.dictionaries(
    st.sampled_from(
        [
            *("id", "timeout", "action", "rules", "endpoints", "strategy", "code"),
            *("regex", "duration", "unit", "recipients", "skip_module", "media"),
            *("url", "uri", "audio", "priority", "timezone", "x"),
            *("user_id", "group_id", "approved_user_id", "presence_id", "status"),
            *("collection_name", "max_digits", "caller_id_name", "caller_id_number"),
        ]
    ),
    ids
    | values
    | st.sampled_from(["login", "start", "check", "activate", "single", 486, "20"])
    | st.just([{"endpoint_type": "user", "id": ALEX_THERE, "delay": 3}])
    | st.lists(ids, max_size=3),
    max_size=4,
)
kinds = st.sampled_from(
    [*{twin.there for twin in TWINS}, *modules(), "offnet", "kazoo:play", "x"]
)
keys = st.sampled_from(["_", "1", "timeout", RULE_THERE, "u-17", "match", "a/b"])


def flows(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Modules of every kind with likely and unlikely settings."""
    return st.fixed_dictionaries(
        {"module": kinds},
        optional={
            "data": likely,
            "children": st.dictionaries(keys, children, max_size=3),
            "skip": values,
            "kazoo": values,
            "pvt_x": values,
        },
    )


leaf = st.fixed_dictionaries({"module": kinds, "data": likely})
kazoo_documents = st.fixed_dictionaries(
    {"flow": st.recursive(leaf, flows, max_leaves=6)},
    optional={
        "name": st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0")
        ),
        "numbers": st.lists(
            st.sampled_from(["1001", "no_match", "+1604"]), unique=True
        ),
        "patterns": st.lists(st.just("^1"), max_size=1),
        "metadata": st.just(METADATA),
        "flags": values,
        "owner_id": ids,
    },
)


def exported(draft: Any, name: str, numbers: Any) -> dict[str, Any]:
    """The document that goes out, after the database has had the draft."""
    stored = json.loads(json.dumps(draft))
    flow = parse(stored)
    objects = {
        str(id): (kind, SNAPSHOT.name(kind, id))
        for kind, id in flow.references
        if SNAPSHOT.find(kind, id)
    }
    return give(flow, name, numbers, objects, lambda id: "https://crm.example/call")


@given(kazoo_documents)
def test_what_was_taken_in_goes_out_as_it_came(document: dict[str, Any]) -> None:
    read(json.dumps(document))
    taken = take(document, names(), why_not)
    out = exported(taken.draft, taken.name, taken.numbers)
    usual = {"name": taken.name, "numbers": []}
    if not document.get("name", "").strip():
        document = {**document, "name": taken.name}
    assert out == usual | document


def test_the_sample_goes_out_as_it_came() -> None:
    taken = take(DOCUMENT, names(), why_not)
    assert exported(taken.draft, taken.name, taken.numbers) == DOCUMENT


def test_what_was_changed_here_goes_out_changed_with_the_ids_from_there() -> None:
    draft: Any = take(DOCUMENT, names(), why_not).draft
    user = draft["children"][str(OPEN)]["children"]["_"]
    user["data"]["timeout"] = 40
    out = exported(draft, "Renamed", ["1001", "1002"])
    there = out["flow"]["children"][RULE_THERE]["children"]["_"]
    assert there["data"] == {"id": ALEX_THERE, "timeout": 40, "can_call_self": True}
    assert out["name"] == "Renamed"
    assert out["numbers"] == ["1001", "no_match", "1002"]
    assert out["flow"]["children"][RULE_THERE]["data"]["id"] == SOUND_THERE


def test_our_own_callflow_goes_out_with_names_and_comes_in_again() -> None:
    out = exported(ATTENDANT, "Attendant", ["100"])
    user = out["flow"]["children"]["1"]
    assert user["data"] == {"id": USER.hex, "timeout": 20}
    assert out["metadata"][USER.hex] == {"name": "Alex Kim", "pvt_type": "user"}
    busy = out["flow"]["children"]["timeout"]
    assert (busy["module"], busy["data"]) == ("response", {"code": 486})
    back = take(out, Names(names().candidates, out["metadata"]), why_not)
    assert back.draft["children"]["1"]["data"] == {"user": str(USER), "timeout": 20}


@pytest.mark.parametrize("name", sorted(modules()))
def test_every_module_of_ours_goes_out_and_comes_in(name: str) -> None:
    for data in modules()[name].examples:
        out = exported({"module": name, "data": dict(data)}, "x", [])
        taken = take(out, names(), why_not)
        (row,) = taken.report.rows
        assert row.state != "locked", row.notes


@given(documents.filter(lambda raw: isinstance(raw, dict)))
def test_our_own_file_gives_the_document_byte_for_byte(raw: dict[str, Any]) -> None:
    out = json.loads(json.dumps(own_format.write(raw, "Name", ["1001"], {})))
    taken = own_format.take(out, names(), why_not)
    assert json.dumps(taken.draft) == json.dumps(raw)


def test_ids_of_another_account_are_replaced_by_name() -> None:
    other = "0190aaaa-0000-7000-8000-000000000001"
    document = {"module": "user", "data": {"user": other}}
    objects = {other: ("user", "Alex Kim")}
    file = own_format.write(document, "Seat", [], objects)
    taken = own_format.take(file, Names(names().candidates, file["objects"]), why_not)
    assert taken.draft == {"module": "user", "data": {"user": str(USER)}}
    assert not taken.report.missing
