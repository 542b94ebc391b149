"""Who is in which conference: the part of the reducer besides calls.

A room's name begins with the account's short name (telephony.dialplan.emit.conference).
The list of channels tells who is in a room; what it does not tell (muted, moderator,
since when, locked) an earlier listener has stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from telephony.live.show import show

if TYPE_CHECKING:
    from telephony.live.state import Delta, State, Value

Event = Mapping[str, str]
Handler = Callable[["State", Event, float], "list[Delta]"]

APPLICATION = "ConfBridge"
# What the portal tells the listener of: Asterisk has no event for it.
LOCKED = "ConferenceLock"


@dataclass(slots=True)
class Participant:
    """A channel in a room."""

    number: str
    name: str
    channel: str
    since: str
    moderator: bool = False
    muted: bool = False


@dataclass(slots=True)
class Room:
    """A conference in which somebody is."""

    name: str
    locked: bool = False
    participants: dict[str, Participant] = field(default_factory=dict)

    @property
    def account(self) -> str:
        """The short name of its account; "" of a room that is not the portal's."""
        return self.name.rpartition("-")[0]


def room_value(node: str, room: Room) -> Value:
    """A room as its account sees it; the first who came comes first."""
    return {
        "node": node,
        "room": room.name,
        "locked": room.locked,
        "participants": [
            {
                "id": unique,
                "number": who.number,
                "name": who.name,
                "channel": who.channel,
                "since": who.since,
                "moderator": who.moderator,
                "muted": who.muted,
            }
            for unique, who in room.participants.items()
        ],
    }


def _show(state: State, room: Room) -> list[Delta]:
    key = f"{state.node}/{room.name}"
    if not room.participants:
        state.rooms.pop(room.name, None)
        return show(state, "conference", key, "", None)
    return show(state, "conference", key, room.account, room_value(state.node, room))


def _known(value: str | None) -> str:
    return "" if value is None or value == "<unknown>" else value


def _joined(state: State, event: Event, at: str) -> list[Delta]:
    name, unique = event.get("Conference", ""), event.get("Uniqueid", "")
    room = state.rooms.setdefault(name, Room(name))
    room.participants[unique] = Participant(
        _known(event.get("CallerIDNum")),
        _known(event.get("CallerIDName")),
        event.get("Channel", ""),
        at,
        moderator=event.get("Admin") == "Yes",
        muted=event.get("Muted") == "Yes",
    )
    return _show(state, room)


def _left(state: State, event: Event, at: str) -> list[Delta]:
    room = state.rooms.get(event.get("Conference", ""))
    if room is None:
        return []
    room.participants.pop(event.get("Uniqueid", ""), None)
    return _show(state, room)


def _muted(state: State, event: Event, at: str) -> list[Delta]:
    room = state.rooms.get(event.get("Conference", ""))
    who = room.participants.get(event.get("Uniqueid", "")) if room else None
    if room is None or who is None:
        return []
    who.muted = event["Event"] == "ConfbridgeMute"
    return _show(state, room)


def _told(state: State, event: Event, at: str) -> list[Delta]:
    room = state.rooms.get(event.get("Room", ""))
    if event.get("UserEvent") != LOCKED or room is None:
        return []
    room.locked = event.get("Locked") == "yes"
    return _show(state, room)


def listed(state: State, event: Event, at: str) -> list[Delta]:
    """A channel of AMI's list that is in a room of which nothing was heard yet."""
    name, unique = event.get("ApplicationData", ""), event["Uniqueid"]
    if event.get("Application") != APPLICATION or not name:
        return []
    room = state.rooms.get(name)
    stored = state.memory["conference"].get(f"{state.node}/{name}", {})
    if room is None:
        room = state.rooms[name] = Room(name, stored.get("locked", False))
    if unique in room.participants:
        return []
    known = _stored(stored, unique)
    room.participants[unique] = Participant(
        _known(event.get("CallerIDNum")),
        _known(event.get("CallerIDName")),
        event.get("Channel", ""),
        known.get("since", at),
        known.get("moderator", False),
        known.get("muted", False),
    )
    return _show(state, room)


def _stored(room: Mapping[str, Any], unique: str) -> Mapping[str, Any]:
    who: list[Mapping[str, Any]] = room.get("participants", [])
    return next((one for one in who if one["id"] == unique), {})


def gone(state: State) -> list[Delta]:
    """Drops those whose channels are no more."""
    deltas: list[Delta] = []
    for room in list(state.rooms.values()):
        absent = room.participants.keys() - state.channels.keys()
        for unique in absent:
            del room.participants[unique]
        if absent:
            deltas += _show(state, room)
    return deltas


CONFERENCE_HANDLERS: dict[str, Callable[[State, Event, str], list[Delta]]] = {
    "ConfbridgeJoin": _joined,
    "ConfbridgeLeave": _left,
    "ConfbridgeMute": _muted,
    "ConfbridgeUnmute": _muted,
    "UserEvent": _told,
}
