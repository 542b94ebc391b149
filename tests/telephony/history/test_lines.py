"""Single lines of Asterisk's record files."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from telephony.history import lines
from tests.support import ami_recorded

LEG = ami_recorded.records("answered", "cdr")[0]


def test_a_leg_is_read_to_the_microsecond_in_utc() -> None:
    leg = lines.leg({**LEG, "start": 1795213907.04297, "answer": 0.0})
    assert leg.started_at == datetime(2026, 11, 20, 22, 31, 47, 42970, tzinfo=UTC)
    assert leg.answered_at is None
    assert leg.caller_name == "Alice Adams"
    assert leg.caller_number == "1001"


@pytest.mark.parametrize(
    ("clid", "name"),
    [
        ('"Alice Adams" <1001>', "Alice Adams"),
        ('"O\\"Neil" <1001>', 'O"Neil'),
        ("1001", ""),
        ("", ""),
        ('"" <1001>', ""),
        ('"=""|"1" <1001>', '=""|"1'),
    ],
)
def test_the_callers_name_is_taken_out_of_the_caller_id(clid: str, name: str) -> None:
    assert lines.leg({**LEG, "clid": clid}).caller_name == name


@pytest.mark.parametrize(
    "broken",
    [
        {"uniqueid": ""},
        {"uniqueid": None},
        {"linkedid": "x" * 151},
        {"sequence": "many"},
        {"sequence": 2**40},
        {"start": "yesterday"},
        {"end": 1e300},
        {"start": float("nan")},
        {"billsec": None},
    ],
)
def test_a_leg_that_makes_no_sense_is_malformed(broken: dict[str, object]) -> None:
    with pytest.raises(lines.Malformed):
        lines.leg({**LEG, **broken})


def test_a_record_after_a_cut_one_in_the_same_line_is_saved() -> None:
    whole = json.dumps(LEG).encode()
    records, rest = lines.split(whole[:70] + whole + b"\n")
    assert records == [LEG]
    assert rest.encode() == whole[:70]


def test_a_cut_line_is_unreadable_and_a_whole_one_needs_no_line_end() -> None:
    whole = json.dumps(LEG).encode()
    assert lines.split(whole[:-5]) == ([], whole[:-5].decode())
    assert lines.split(whole) == ([LEG], "")
    assert lines.split(b"\n") == ([], "")
    assert lines.split(b"[1]\n") == ([], "[1]")


def test_names_in_odd_encodings_do_not_stop_a_record() -> None:
    records, rest = lines.split(b'{"clid":"\\"Jos\xe9\\u0000\x01\\" <1>","src":"1"}')
    assert rest == ""
    assert records[0]["clid"] == '"Jos\ufffd\x01" <1>'


def test_steps_tell_nodes_and_who_was_rung() -> None:
    steps = [lines.step(r) for r in ami_recorded.records("menu", "cel")]
    kept = [s for s in steps if s is not None]
    assert [(s.kind, f"{s.context}/{s.node}") for s in kept if s.kind == "node"] == [
        ("node", "acme-cf-menu01-v1/n0"),
        ("node", "acme-cf-menu01-v1/n1"),
        ("node", "acme-cf-u1002-v1/n0"),
    ]
    assert [(s.number, s.name) for s in kept if s.kind == "start"] == [
        ("1001", "Alice Adams"),
        ("1002", "Bob Baker"),
    ]
    assert kept[-1].kind == "end"


def test_local_channels_leave_no_steps_of_their_own() -> None:
    steps = [lines.step(r) for r in ami_recorded.records("group", "cel")]
    started = [s.channel for s in steps if s is not None and s.kind == "start"]
    assert started
    assert not [channel for channel in started if channel.startswith("Local/")]


def test_other_user_events_are_not_kept() -> None:
    record = {**ami_recorded.records("menu", "cel")[1], "eventtype": "mine"}
    assert lines.step(record) is None


def test_a_node_without_extra_is_read_from_the_application() -> None:
    record = {**ami_recorded.records("menu", "cel")[1], "eventextra": "not json"}
    step = lines.step(record)
    assert step is not None
    assert (step.context, step.node) == ("acme-cf-menu01-v1", "n0")


def test_equal_lines_of_a_file_have_keys_of_their_own_that_stay() -> None:
    keys = lines.step_keys([b"a", b"b", b"a", b"a"])
    assert len(set(keys)) == 4
    assert lines.step_keys([b"a\n", b"b\n", b"a\n"]) == keys[:3]
