"""Recorded calls, as their accounts see them live."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telephony.live import snapshot
from telephony.live.reducer import reduce
from tests.support import ami_recorded
from tests.telephony.live.follow import NOW, assert_follows, call_states, new_state

ALL = ami_recorded.names()


def calls_after(name: str, until: int | None = None) -> dict[str, Any]:
    state, _ = assert_follows(ami_recorded.events(name)[:until])
    return snapshot.take(state).get("acme", {}).get("call", {})


def put_values(name: str, account: str = "acme") -> list[dict[str, Any]]:
    _, told = assert_follows(ami_recorded.events(name))
    return [
        d["value"]
        for d in told
        if d["kind"] == "call" and d["op"] == "put" and d["account"] == account
    ]


@pytest.mark.parametrize("name", ALL)
def test_following_the_deltas_equals_a_fresh_snapshot(name: str) -> None:
    assert_follows(ami_recorded.stream(name))


@pytest.mark.parametrize("name", ALL)
def test_no_call_is_left_when_all_have_hung_up(name: str) -> None:
    state, _ = assert_follows(ami_recorded.events(name))
    assert state.calls == {}
    assert state.channels == {}


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("answered", ["ringing", "connected", "held", "connected", "gone"]),
        ("voicemail", ["ringing", "voicemail", "gone"]),
        ("busy", ["ringing", "gone"]),
        ("abandoned", ["ringing", "gone"]),
        ("menu", ["menu", "ringing", "connected", "gone"]),
        ("group", ["ringing", "connected", "gone"]),
        ("outbound", ["ringing", "connected", "gone"]),
        ("inbound", ["menu", "ringing", "connected", "gone"]),
        ("menu_timeout", ["menu", "gone"]),
    ],
)
def test_a_call_goes_through_these_states(name: str, states: list[str]) -> None:
    assert call_states(ami_recorded.events(name)) == states


def test_an_answered_call_tells_who_speaks_with_whom() -> None:
    value = next(v for v in put_values("answered") if v["state"] == "held")
    assert value["caller"]["number"] == "1001"
    assert value["caller"]["name"] == "Alice Adams"
    assert value["dialled"] == "1002"
    assert [(leg["number"], leg["state"]) for leg in value["to"]] == [
        ("1002", "connected")
    ]
    assert value["direction"] == "internal"
    assert value["step"] == "acme-cf-u1002-v1/n0"
    assert value["answered_at"] > value["started_at"]


def test_members_of_a_group_ring_as_one_call() -> None:
    values = put_values("group")
    ringing = max(values, key=lambda v: len(v["to"]))
    assert [leg["number"] for leg in ringing["to"]] == ["1003", "1002"]
    assert [leg["name"] for leg in values[-1]["to"]] == ["Carol Chen"]
    _, told = assert_follows(ami_recorded.events("group"))
    assert len({d["id"] for d in told}) == 1


def test_direction_is_told_by_the_carriers_channel() -> None:
    assert put_values("inbound")[-1]["direction"] == "inbound"
    assert put_values("outbound")[-1]["direction"] == "outbound"
    assert put_values("inbound")[0]["caller"]["name"] == "Dora Dial"


def test_a_transferred_call_keeps_its_caller_and_what_was_dialled() -> None:
    for name in ("blind_transfer", "attended_transfer"):
        values = put_values(name)
        assert {v["caller"]["number"] for v in values} == {"1001"}
        assert {v["dialled"] for v in values} == {"1002"}
        assert any(
            [leg["number"] for leg in v["to"]] == ["1003"] and v["state"] == "connected"
            for v in values
        ), name


def test_equal_extensions_of_two_accounts_do_not_meet() -> None:
    acme, globex = put_values("parallel"), put_values("parallel", "globex")
    assert acme
    assert globex
    assert {v["caller"]["channel"] for v in acme}.isdisjoint(
        {v["caller"]["channel"] for v in globex}
    )


@pytest.mark.parametrize("name", ALL)
def test_a_list_in_the_middle_changes_nothing(name: str) -> None:
    """Listing what is there already must not move what the events have told."""
    with_lists, _ = assert_follows(ami_recorded.stream(name))
    state = new_state()
    for event in ami_recorded.stream(name):
        before = snapshot.take(state).get("acme", {}).get("call", {})
        state, _ = reduce(state, event, NOW)
        if event["Event"] == "CoreShowChannel":
            after = snapshot.take(state)["acme"]["call"]
            assert {k: _settled(v) for k, v in before.items()} == {
                k: _settled(v) for k, v in after.items() if k in before
            }
    assert snapshot.take(with_lists) == snapshot.take(state)


def _settled(value: dict[str, Any]) -> dict[str, Any]:
    """A list may be ahead of events that wait in Asterisk's queue by a state."""
    return {k: value[k] for k in ("caller", "dialled", "direction", "started_at")}


@pytest.mark.parametrize("name", ["answered", "menu", "voicemail", "group", "inbound"])
def test_a_new_process_gets_the_same_state_from_lists_and_memory(name: str) -> None:
    """At every list of the recording: cut, forget, resync from it alone."""
    state = new_state()
    packets = ami_recorded.stream(name)
    ends = [
        i for i, e in enumerate(packets) if e["Event"] == "CoreShowChannelsComplete"
    ]
    assert len(ends) >= 2
    begin = 0
    for end in ends:
        for event in packets[begin : end + 1]:
            state, _ = reduce(state, event, NOW)
        begin = end + 1
        fresh = new_state()
        calls = snapshot.take(state).get("acme", {}).get("call", {})
        snapshot.remember(fresh, [("call", k, v) for k, v in calls.items()])
        block = [e for e in packets[: end + 1] if e["Event"].startswith("CoreShow")]
        last = [i for i, e in enumerate(block) if "ListItems" in e][-2:]
        assert_follows(block[last[0] + 1 if len(last) > 1 else 0 :], fresh)
        assert snapshot.take(fresh).get("acme", {}).get("call", {}) == calls


def test_a_call_that_ended_while_the_line_was_down_disappears() -> None:
    packets = ami_recorded.events("answered")
    state, _ = assert_follows(packets[:8])
    assert state.calls
    complete = {"Event": "CoreShowChannelsComplete", "ListItems": "0"}
    state, told = assert_follows([complete], state)
    assert [d["op"] for d in told] == ["drop"]
    # Events that were under way bring nothing back.
    assert_follows(packets[8:], state)
    assert state.calls == {}


def test_a_login_is_no_restart_but_a_later_boot_is() -> None:
    packets = ami_recorded.events("answered")[:8]
    at = float(packets[-1]["Timestamp"])
    boot = {"Event": "FullyBooted", "Timestamp": f"{at}", "Uptime": "100"}
    state, _ = assert_follows([boot, *packets])
    again = {**boot, "Timestamp": f"{at + 50}", "Uptime": "151"}
    state, told = assert_follows([again], state)
    assert told == []
    restarted = {**boot, "Timestamp": f"{at + 60}", "Uptime": "2"}
    state, told = assert_follows([restarted], state)
    assert [d["op"] for d in told] == ["drop"]


def test_shutdown_ends_all_calls() -> None:
    state, _ = assert_follows(ami_recorded.events("answered")[:8])
    _, told = assert_follows([{"Event": "Shutdown"}], state)
    assert [d["op"] for d in told] == ["drop"]


def test_a_renamed_channel_stays_the_same_channel() -> None:
    state, _ = assert_follows(ami_recorded.events("answered")[:8])
    channel = next(iter(state.channels.values()))
    event = {"Event": "Rename", "Uniqueid": channel.id, "Newname": "PJSIP/x@acme-9"}
    _, told = assert_follows([event], state)
    assert told[0]["value"]["caller"]["channel"] == "PJSIP/x@acme-9"


def test_an_event_of_a_channel_nobody_knows_is_ignored() -> None:
    packets = [e for e in ami_recorded.events("answered") if e["Event"] != "Newchannel"]
    _, told = assert_follows(packets)
    assert told == []


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_cut_or_shuffled_stream_can_be_followed(data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(ALL), min_size=1, max_size=3))
    packets = [event for name in names for event in ami_recorded.stream(name)]
    begin = data.draw(st.integers(0, len(packets)))
    kept = packets[begin : data.draw(st.integers(begin, len(packets)))]
    swaps = data.draw(
        st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=20)
    )
    for one, other in swaps:
        if kept:
            a, b = one % len(kept), other % len(kept)
            kept[a], kept[b] = kept[b], kept[a]
    assert_follows(kept)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_after_any_loss_a_list_leads_back(data: st.DataObject) -> None:
    """Events are lost; the lists at the end of a recording restore an idle node."""
    name = data.draw(st.sampled_from(ALL))
    packets = ami_recorded.events(name)
    kept = [event for event in packets if data.draw(st.booleans())]
    state, _ = assert_follows(kept)
    complete = {"Event": "CoreShowChannelsComplete", "ListItems": "0"}
    state, _ = assert_follows([complete], state)
    assert state.calls == {}
    assert snapshot.take(state).get("acme", {}).get("call") is None
