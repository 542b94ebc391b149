"""What one Asterisk node is doing now, and how it is shown to an account.

Everything that a page shows is derived from facts that both the events and the
lists of AMI carry (channel state, account code, linked id …), so that the state
after a reconnect equals the state that the events alone would have led to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NotRequired, TypedDict

from telephony.live.conferences import Room, room_value
from telephony.live.parking import Parked, parked_value

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["call", "registration", "mailbox", "conference", "parked"]
KINDS: tuple[Kind, ...] = ("call", "registration", "mailbox", "conference", "parked")
Value = dict[str, Any]


class Delta(TypedDict):
    """One change of what an account sees; `value` is absent in a drop."""

    account: str
    op: Literal["put", "drop"]
    kind: Kind
    id: str
    value: NotRequired[Value]


# The end of the year 2100: a greater number in an id is no time.
LAST_SECOND = 4_133_980_799
UP = "6"
# What the caller is in while nobody is rung; any other application is "menu".
STATE_OF_APPLICATION = {
    "VoiceMail": "voicemail",
    "VoiceMailMain": "voicemail",
    "Queue": "queue",
}


@dataclass(slots=True, eq=False)
class Channel:
    """One channel of the node; `state` is AMI's ChannelState ("6" is up)."""

    id: str
    name: str
    call: Call
    state: str
    number: str
    caller_name: str
    account: str
    bridge: str = ""
    application: str = ""
    held: bool = False
    local: bool = field(init=False)
    order: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.local = self.name.startswith("Local/")
        self.order = unique_order(self.id)

    @property
    def is_device(self) -> bool:
        """Endpoints of devices are called name@realm; those of carriers have no @."""
        return "@" in self.name


@dataclass(slots=True, eq=False)
class Call:
    """All channels that share a linked id; the first of them has it as its own id."""

    id: str
    started_at: str
    account: str = ""
    number: str = ""
    caller_name: str = ""
    dialled: str = ""
    channel: str = ""
    direction: str = "internal"
    answered_at: str | None = None
    step: str = ""
    channels: dict[str, Channel] = field(default_factory=dict)


@dataclass(slots=True)
class Contact:
    """One registered address of an endpoint."""

    endpoint: str
    uri: str
    status: str
    since: str
    user_agent: str | None = None


@dataclass(slots=True)
class Mailbox:
    """How many messages wait in a voicemail box."""

    number: str
    account: str
    new: int
    old: int


@dataclass(slots=True)
class State:
    """One node. `realms` maps a SIP domain to the slug of its account.

    `shown` is what the accounts were last told, by kind and id; `memory` holds
    values of an earlier listener process (see snapshot.remember).
    """

    node: str
    realms: dict[str, str] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    mailboxes: dict[str, Mailbox] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    parked: dict[str, Parked] = field(default_factory=dict)
    booted: float | None = None
    listed: dict[Kind, set[str]] = field(
        default_factory=lambda: {kind: set() for kind in KINDS}
    )
    shown: dict[Kind, dict[str, tuple[str, Value]]] = field(
        default_factory=lambda: {kind: {} for kind in KINDS}
    )
    memory: dict[Kind, dict[str, Value]] = field(
        default_factory=lambda: {kind: {} for kind in KINDS}
    )


def iso(seconds: float) -> str:
    """Seconds since 1970 as text in UTC, to the millisecond."""
    text = datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def unique_order(unique: str) -> tuple[int, int]:
    """Sort key of a unique id ("pbx1-1795213907.12"): when, then which."""
    second, _, number = unique.rpartition("-")[2].partition(".")
    try:
        return int(second), int(number)
    except ValueError:
        return 0, 0


def started(linked: str, at: float) -> str:
    """When a call began. The id tells it to the second, and so does a list of
    channels hours later; ids chosen by whoever originated the call do not."""
    second = unique_order(linked)[0]
    return iso(second if 0 < second <= LAST_SECOND else at)


def account_of(state: State, endpoint: str) -> str:
    """The account of an endpoint name@realm; "" for carriers and unknown realms."""
    return state.realms.get(endpoint.rpartition("@")[2], "") if "@" in endpoint else ""


def call_value(node: str, call: Call) -> Value | None:
    """A call as its account sees it; None while it has no channel worth showing.

    Local channels are Asterisk's own wiring between two parts of one call.
    """
    if call.account == "" or all(c.local for c in call.channels.values()):
        return None
    origin = call.channels.get(call.id)
    legs = [c for c in call.channels.values() if not c.local and c is not origin]
    if len(legs) > 1:
        legs.sort(key=lambda c: c.order)
    return {
        "node": node,
        "caller": {
            "number": call.number,
            "name": call.caller_name,
            "channel": call.channel if origin else "",
        },
        "dialled": call.dialled,
        "to": [_leg_value(c) for c in legs],
        "direction": call.direction,
        "state": _call_state(call, origin, legs),
        "step": call.step,
        "started_at": call.started_at,
        "answered_at": call.answered_at,
    }


def _leg_value(channel: Channel) -> Value:
    return {
        "number": channel.number,
        "name": channel.caller_name,
        "channel": channel.name,
        "state": "connected" if channel.state == UP else "ringing",
    }


def _call_state(call: Call, origin: Channel | None, legs: list[Channel]) -> str:
    """Ringing, connected, held, menu, queue or voicemail."""
    if any(c.state == UP for c in legs):
        held = any(c.held for c in call.channels.values())
        return "held" if held else "connected"
    if legs or origin is None or origin.state != UP:
        return "ringing"
    if origin.bridge:
        # A conference or a parking place: nobody was dialled.
        return "connected"
    return STATE_OF_APPLICATION.get(origin.application, "menu")


def contact_value(node: str, contact: Contact) -> Value:
    """A registration as its account sees it."""
    return {
        "node": node,
        "endpoint": contact.endpoint,
        "number": contact.endpoint.partition("@")[0],
        "address": _address(contact.uri),
        "user_agent": contact.user_agent,
        "since": contact.since,
        "status": contact.status,
    }


def _address(uri: str) -> str:
    """Host and port of sip:1001@10.0.0.7:5060;transport=udp."""
    rest = uri.rpartition("@")[2] if "@" in uri else uri.partition(":")[2]
    return rest.partition(";")[0]


def mailbox_value(node: str, box: Mailbox) -> Value:
    """The messages of a voicemail box as its account sees them."""
    return {"node": node, "mailbox": box.number, "new": box.new, "old": box.old}


def facts(state: State) -> Iterator[tuple[Kind, str, str, Value]]:
    """Everything to be shown now, computed afresh: kind, id, account, value."""
    node = state.node
    for call in state.calls.values():
        value = call_value(node, call)
        if value is not None:
            yield "call", f"{node}/{call.id}", call.account, value
    for key, contact in state.contacts.items():
        account = account_of(state, contact.endpoint)
        if account:
            yield "registration", key, account, contact_value(node, contact)
    for key, box in state.mailboxes.items():
        yield "mailbox", key, box.account, mailbox_value(node, box)
    for room in state.rooms.values():
        if room.account:
            yield (
                "conference",
                f"{node}/{room.name}",
                room.account,
                room_value(node, room),
            )
    for key, parked in state.parked.items():
        if parked.account:
            yield "parked", key, parked.account, parked_value(node, parked)
