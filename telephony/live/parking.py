"""Which calls are parked: the part of the reducer besides calls.

A lot's name begins with the account's short name (callflows.models.parking). AMI's list
tells all but the moment since when to the millisecond, which an earlier listener has
stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telephony.live.show import show

if TYPE_CHECKING:
    from telephony.live.state import Delta, State, Value

Event = Mapping[str, str]

_MARK = "-pl-"


@dataclass(slots=True)
class Parked:
    """A call in a space of a lot; a space is a number, as text."""

    lot: str
    space: str
    number: str
    name: str
    parked_by: str
    since: str
    seconds: int

    @property
    def account(self) -> str:
        """The short name of its account; "" of a lot that is not the portal's."""
        return self.lot.rpartition(_MARK)[0]


def parked_value(node: str, call: Parked) -> Value:
    """A parked call as its account sees it; `seconds` is how long it may stay."""
    return {
        "node": node,
        "lot": call.lot,
        "space": call.space,
        "caller": {"number": call.number, "name": call.name},
        "parked_by": call.parked_by,
        "since": call.since,
        "seconds": call.seconds,
    }


def key_of(node: str, call: Parked) -> str:
    """What a parked call is known by: one space holds one call."""
    return f"{node}/{call.lot}/{call.space}"


def _known(value: str | None) -> str:
    return "" if value is None or value == "<unknown>" else value


def _parked(state: State, event: Event, at: str) -> list[Delta]:
    """A new one, one that took the place of another (a transfer), or one of the list."""
    call = Parked(
        event.get("Parkinglot", ""),
        event.get("ParkingSpace", ""),
        _known(event.get("ParkeeCallerIDNum")),
        _known(event.get("ParkeeCallerIDName")),
        event.get("ParkerDialString", "").removeprefix("PJSIP/").partition("@")[0],
        at,
        _seconds(event),
    )
    key = key_of(state.node, call)
    if "ActionID" in event:
        state.listed["parked"].add(key)
        _take_over(state, key, call)
    state.parked[key] = call
    value = parked_value(state.node, call)
    return show(state, "parked", key, call.account, value)


def _take_over(state: State, key: str, call: Parked) -> None:
    """The list tells what is left of the time, and whole seconds of what is over."""
    before = state.parked.get(key)
    if before:
        call.since, call.seconds = before.since, before.seconds
    elif stored := state.memory["parked"].get(key):
        call.since, call.seconds = stored["since"], stored["seconds"]


def _seconds(event: Event) -> int:
    """How long it may stay from the beginning on."""
    try:
        return int(event["ParkingTimeout"]) + int(event.get("ParkingDuration", "0"))
    except (KeyError, ValueError):
        return 0


def _left(state: State, event: Event, at: str) -> list[Delta]:
    key = f"{state.node}/{event.get('Parkinglot')}/{event.get('ParkingSpace')}"
    state.parked.pop(key, None)
    return show(state, "parked", key, "", None)


def _listed(state: State, event: Event, at: str) -> list[Delta]:
    listed = state.listed["parked"]
    state.listed["parked"], state.memory["parked"] = set(), {}
    return _drop(state, state.parked.keys() - listed)


def gone(state: State) -> list[Delta]:
    """Drops all: the node has stopped."""
    return _drop(state, set(state.parked))


def _drop(state: State, keys: set[str]) -> list[Delta]:
    deltas: list[Delta] = []
    for key in sorted(keys):
        del state.parked[key]
        deltas += show(state, "parked", key, "", None)
    return deltas


PARKING_HANDLERS: dict[str, Callable[[State, Event, str], list[Delta]]] = {
    "ParkedCall": _parked,
    "ParkedCallSwap": _parked,
    "UnParkedCall": _left,
    "ParkedCallTimeOut": _left,
    "ParkedCallGiveUp": _left,
    "ParkedCallsComplete": _listed,
}
