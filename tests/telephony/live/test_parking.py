"""Parked calls, as their accounts see them live."""

from __future__ import annotations

from typing import Any

from telephony.live import snapshot
from telephony.live.state import State
from tests.telephony.live.follow import NOW, assert_follows, new_state

LOT = "acme-pl-k3v9qa-701-702"


def event(name: str, space: str = "701", **more: str) -> dict[str, str]:
    return {
        "Event": name,
        "Timestamp": f"{NOW}",
        "Parkinglot": LOT,
        "ParkingSpace": space,
        "ParkeeUniqueid": f"pbx1-1795300000.{space}",
        "ParkeeCallerIDNum": "1001",
        "ParkeeCallerIDName": "Alex Kim",
        "ParkerDialString": "PJSIP/1002@acme.example",
        "ParkingTimeout": "120",
        "ParkingDuration": "0",
        **more,
    }


def seen(state: State) -> dict[str, Any]:
    parked = snapshot.take(state).get("acme", {}).get("parked", {})
    return {value["space"]: value for value in parked.values()}


def test_a_call_is_parked_and_leaves() -> None:
    for leaves in ("UnParkedCall", "ParkedCallTimeOut", "ParkedCallGiveUp"):
        state, _ = assert_follows([event("ParkedCall")])
        assert seen(state)["701"]["parked_by"] == "1002"
        assert seen(state)["701"]["caller"]["name"] == "Alex Kim"
        assert_follows([event(leaves)], state)
        assert seen(state) == {}


def test_a_transfer_puts_another_call_in_the_space() -> None:
    swap = event("ParkedCallSwap", ParkeeCallerIDNum="7000")
    state, _ = assert_follows([event("ParkedCall"), swap])
    assert seen(state)["701"]["caller"]["number"] == "7000"


def test_lots_that_are_not_of_an_account_are_shown_to_nobody() -> None:
    state, told = assert_follows([event("ParkedCall", Parkinglot="default")])
    assert told == []
    assert seen(state) == {}


def test_a_list_drops_what_is_gone_and_keeps_since_when() -> None:
    state, _ = assert_follows([event("ParkedCall"), event("ParkedCall", "702")])
    later = {"ActionID": "1", "Timestamp": f"{NOW + 30}"}
    times = {"ParkingTimeout": "89", "ParkingDuration": "30"}
    listed = event("ParkedCall", "702", **later, **times)
    done = {"Event": "ParkedCallsComplete", **later}
    before = seen(state)["702"]
    assert_follows([listed, done], state)
    assert seen(state) == {"702": before}


def test_a_new_listener_remembers_since_when() -> None:
    old, _ = assert_follows([event("ParkedCall")])
    (key,) = old.parked
    state = new_state()
    snapshot.remember(state, [("parked", key, seen(old)["701"])])
    later = {"ActionID": "1", "Timestamp": f"{NOW + 30}", "ParkingTimeout": "89"}
    assert_follows([event("ParkedCall", **later)], state)
    assert seen(state) == seen(old)


def test_a_node_that_stops_has_no_calls() -> None:
    state, _ = assert_follows([event("ParkedCall"), {"Event": "Shutdown"}])
    assert seen(state) == {}
