"""AMI events of one node, reduced to what its accounts see.

A function of its arguments alone: no clock, no database, no Redis, so a recorded
stream replays to the same state and the same deltas. It takes the state over and
changes it in place, because copying thousands of calls for each of thousands of
events a second would cost more than all the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from telephony.live import conferences, parking
from telephony.live.registrations import REGISTRATION_HANDLERS
from telephony.live.show import show
from telephony.live.state import (
    UP,
    Call,
    Channel,
    Delta,
    State,
    call_value,
    iso,
    started,
)

Event = Mapping[str, str]
Handler = Callable[[State, Event, float], list[Delta]]

NONE: list[Delta] = []
# Asterisk's way of saying nothing in a caller id.
UNKNOWN = "<unknown>"
# Uptime has whole seconds, and the event travels.
BOOT_TOLERANCE = 5.0
SPECIAL_EXTENSION = re.compile("n[0-9]+|[shiteo]?")


def reduce(state: State, event: Event, now: float) -> tuple[State, list[Delta]]:
    """Apply one AMI event; `now` (seconds since 1970) counts for events without time.

    Gives the state back with the deltas that turn the old snapshot into the new.
    """
    handler = HANDLERS.get(event.get("Event", ""))
    if handler is None:
        return state, NONE
    return state, handler(state, event, now)


def _time(event: Event, now: float) -> float:
    try:
        return float(event["Timestamp"])
    except (KeyError, ValueError):
        return now


def _known(value: str | None) -> str:
    return "" if value is None or value == UNKNOWN else value


def _show(state: State, call: Call) -> list[Delta]:
    key = f"{state.node}/{call.id}"
    return show(state, "call", key, call.account, call_value(state.node, call))


# --- channels ----------------------------------------------------------------------


def _new_channel(state: State, event: Event, now: float) -> list[Delta]:
    unique = event["Uniqueid"]
    old = state.channels.get(unique)
    if old is not None:
        # The list of channels came before this event and knew more.
        return NONE
    channel = _add_channel(state, event, _time(event, now))
    return _show(state, channel.call)


def _add_channel(state: State, event: Event, at: float) -> Channel:
    linked = event["Linkedid"]
    call = state.calls.get(linked)
    if call is None:
        call = state.calls[linked] = Call(linked, started(linked, at))
        _recall(state, call)
    channel = Channel(
        event["Uniqueid"],
        event["Channel"],
        call,
        event.get("ChannelState", ""),
        _known(event.get("CallerIDNum")),
        _known(event.get("CallerIDName")),
        event.get("AccountCode", ""),
    )
    state.channels[channel.id] = call.channels[channel.id] = channel
    _first_facts(call, channel, event)
    return channel


def _recall(state: State, call: Call) -> None:
    """What an earlier process knew of the call, and no list can tell."""
    value = state.memory["call"].get(f"{state.node}/{call.id}")
    if value is None:
        return
    call.number = value["caller"]["number"]
    call.caller_name = value["caller"]["name"]
    call.dialled = value["dialled"]
    call.direction = value["direction"]
    call.step = value["step"]
    call.answered_at = value["answered_at"]


def _first_facts(call: Call, channel: Channel, event: Event) -> None:
    """What a call takes from its first channel, and keeps when that is gone."""
    if channel.id == call.id:
        call.channel = channel.name
        call.number = call.number or channel.number
        call.caller_name = call.caller_name or channel.caller_name
        call.account = channel.account or call.account
        call.dialled = call.dialled or _dialled(event)
        if not channel.local and not channel.is_device:
            call.direction = "inbound"
        return
    call.account = call.account or channel.account
    if call.direction == "internal" and not channel.local and not channel.is_device:
        call.direction = "outbound"


def _dialled(event: Event) -> str:
    """The number that was called. Later on the extension is a node of a callflow
    ("n3"), and a channel that was rung by AMI starts at "s": both say nothing."""
    extension = event.get("Exten", "")
    return "" if SPECIAL_EXTENSION.fullmatch(extension) else extension


def _channel_changed(state: State, event: Event, now: float) -> list[Delta]:
    channel = state.channels.get(event.get("Uniqueid", ""))
    if channel is None:
        # Only Newchannel and the list of channels make one: an event that was
        # under way when the list was taken must not bring a dead channel back.
        return NONE
    call = channel.call
    deltas = _move(state, channel, event) if event["Linkedid"] != call.id else NONE
    if not _update(channel, event, now):
        return deltas
    return [*deltas, *_show(state, channel.call)]


def _move(state: State, channel: Channel, event: Event) -> list[Delta]:
    """Two calls became one (an attended transfer): the channel changes the call."""
    old = channel.call
    del old.channels[channel.id]
    linked = event["Linkedid"]
    call = state.calls.get(linked)
    if call is None:
        call = state.calls[linked] = Call(linked, started(linked, 0.0), old.account)
    call.channels[channel.id] = channel
    call.account = call.account or channel.account
    channel.call = call
    return [*_leave(state, old), *_show(state, call)]


def _leave(state: State, call: Call) -> list[Delta]:
    if not call.channels:
        del state.calls[call.id]
    return _show(state, call)


def _update(channel: Channel, event: Event, now: float) -> bool:
    """Take the usual headers over; tells whether anything visible changed."""
    changed = False
    if (status := event.get("ChannelState", channel.state)) != channel.state:
        changed = True
        channel.state = status
        if status == UP:
            _answered(channel, iso(_time(event, now)))
    account = event.get("AccountCode", channel.account)
    if account and account != channel.account:
        changed = True
        channel.account = account
        _account_known(channel.call, channel)
    if not channel.number:
        changed = _identify(channel, event) or changed
    return changed


def _answered(channel: Channel, at: str) -> None:
    call = channel.call
    if channel.id == call.id and call.answered_at is None:
        call.answered_at = at


def _account_known(call: Call, channel: Channel) -> None:
    if channel.id == call.id or not call.account:
        call.account = channel.account


def _identify(channel: Channel, event: Event) -> bool:
    """A number that came late. One that is known stays: the dialplan sets other
    caller ids for the far side, and the page shows who it really is."""
    channel.number = _known(event.get("CallerIDNum"))
    channel.caller_name = _known(event.get("CallerIDName"))
    call = channel.call
    if channel.id == call.id and not call.number:
        call.number, call.caller_name = channel.number, channel.caller_name
    return bool(channel.number)


def _hold(state: State, event: Event, now: float) -> list[Delta]:
    channel = state.channels.get(event.get("Uniqueid", ""))
    if channel is None:
        return NONE
    channel.held = event["Event"] == "Hold"
    return _show(state, channel.call)


def _bridge(state: State, event: Event, now: float) -> list[Delta]:
    channel = state.channels.get(event.get("Uniqueid", ""))
    if channel is None:
        return NONE
    deltas = _channel_changed(state, event, now)
    bridge = event["BridgeUniqueid"]
    if event["Event"] == "BridgeEnter":
        channel.bridge = bridge
    elif channel.bridge == bridge:
        channel.bridge = ""
    else:
        # A swap of bridges tells of the new one first.
        return deltas
    return [*deltas, *_show(state, channel.call)]


def _step(state: State, event: Event, now: float) -> list[Delta]:
    """Newexten, of which AMI's filter lets a few applications through only."""
    channel = state.channels.get(event.get("Uniqueid", ""))
    if channel is None or channel.local:
        return NONE
    application = event.get("Application", "")
    if application == "CELGenUserEvent":
        name, _, step = event.get("AppData", "").partition(",")
        if name != "node":
            return NONE
        channel.application = ""
        channel.call.step = step
    else:
        channel.application = application
    return _show(state, channel.call)


def _rename(state: State, event: Event, now: float) -> list[Delta]:
    channel = state.channels.get(event.get("Uniqueid", ""))
    if channel is None:
        return NONE
    channel.name = event["Newname"]
    channel.local = channel.name.startswith("Local/")
    if channel.id == channel.call.id:
        channel.call.channel = channel.name
    return _show(state, channel.call)


def _hangup(state: State, event: Event, now: float) -> list[Delta]:
    channel = state.channels.get(event.get("Uniqueid", ""))
    return NONE if channel is None else _drop_channels(state, [channel])


# --- lists of channels -------------------------------------------------------------


def _listed_channel(state: State, event: Event, now: float) -> list[Delta]:
    unique = event["Uniqueid"]
    state.listed["call"].add(unique)
    channel = state.channels.get(unique)
    deltas: list[Delta] = NONE
    if channel is None:
        channel = _add_channel(state, event, now)
        channel.held = _was_held(state, channel)
    elif event["Linkedid"] != channel.call.id:
        deltas = _move(state, channel, event)
    _update(channel, event, now)
    channel.bridge = event.get("BridgeId", "")
    if not channel.local:
        _listed_step(channel, event)
    in_room = conferences.listed(state, event, iso(_time(event, now)))
    return [*deltas, *_show(state, channel.call), *in_room]


def _was_held(state: State, channel: Channel) -> bool:
    """No list tells which side holds; one flag is enough to show it."""
    if channel.id != channel.call.id:
        return False
    value = state.memory["call"].get(f"{state.node}/{channel.id}")
    return value is not None and value["state"] == "held"


def _listed_step(channel: Channel, event: Event) -> None:
    channel.application = event.get("Application", "")
    extension = event.get("Exten", "")
    if (
        extension[:1] == "n"
        and extension[1:].isdigit()
        and channel.id == channel.call.id
    ):
        channel.call.step = f"{event.get('Context', '')}/{extension}"


def _channels_listed(state: State, event: Event, now: float) -> list[Delta]:
    listed = state.listed["call"]
    gone = [c for unique, c in state.channels.items() if unique not in listed]
    state.listed["call"] = set()
    state.memory["call"] = state.memory["conference"] = {}
    return _drop_channels(state, gone)


def _drop_channels(state: State, channels: list[Channel]) -> list[Delta]:
    """Take channels away at once: their calls are shown again only after the last."""
    calls = {}
    for channel in channels:
        del state.channels[channel.id]
        del channel.call.channels[channel.id]
        calls[channel.call.id] = channel.call
    deltas = [delta for call in calls.values() for delta in _leave(state, call)]
    return [*deltas, *conferences.gone(state)]


# --- the node itself ---------------------------------------------------------------


def _shutdown(state: State, event: Event, now: float) -> list[Delta]:
    deltas = _drop_channels(state, list(state.channels.values()))
    return [*deltas, *parking.gone(state)]


def _fully_booted(state: State, event: Event, now: float) -> list[Delta]:
    """Asterisk says this at every login, not only when it has just started: what
    tells a restart is that it booted later than it did the last time."""
    for listed in state.listed.values():
        # A list that the lost connection cut short.
        listed.clear()
    at = _time(event, now)
    booted = at - float(event.get("Uptime", "0") or 0)
    restarted = state.booted is not None and booted > state.booted + BOOT_TOLERANCE
    state.booted = booted
    return _shutdown(state, event, now) if restarted else NONE


def _conference(state: State, event: Event, now: float) -> list[Delta]:
    handler = conferences.CONFERENCE_HANDLERS[event["Event"]]
    return handler(state, event, iso(_time(event, now)))


def _parking(state: State, event: Event, now: float) -> list[Delta]:
    handler = parking.PARKING_HANDLERS[event["Event"]]
    return handler(state, event, iso(_time(event, now)))


HANDLERS: dict[str, Handler] = {
    "Newchannel": _new_channel,
    "Newstate": _channel_changed,
    "NewCallerid": _channel_changed,
    "NewConnectedLine": _channel_changed,
    "NewAccountCode": _channel_changed,
    "DialBegin": _channel_changed,
    "DialEnd": _channel_changed,
    "Newexten": _step,
    "BridgeEnter": _bridge,
    "BridgeLeave": _bridge,
    "Hold": _hold,
    "Unhold": _hold,
    "Rename": _rename,
    "Hangup": _hangup,
    "CoreShowChannel": _listed_channel,
    "CoreShowChannelsComplete": _channels_listed,
    "FullyBooted": _fully_booted,
    "Shutdown": _shutdown,
    **dict.fromkeys(conferences.CONFERENCE_HANDLERS, _conference),
    **dict.fromkeys(parking.PARKING_HANDLERS, _parking),
    **REGISTRATION_HANDLERS,
}
