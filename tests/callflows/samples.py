"""Objects of an imagined account, and documents that use all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from callflows.snapshot_types import (
    CallflowInfo,
    DeviceInfo,
    MailboxInfo,
    MediaInfo,
    Snapshot,
    TimeFrameInfo,
    UserInfo,
)
from callflows.time_rules import read_rules


def uid(number: int) -> UUID:
    """The id that the modules' examples use for their first objects."""
    return UUID(f"01900000-0000-7000-8000-{number:012}")


USER, DEVICE, BOX, SOUND, FLOW, OPEN = (uid(number) for number in range(1, 7))
LUNCH, CLOSED, BARE_USER, OFF_DEVICE = (uid(number) for number in range(11, 15))

DESK = DeviceInfo(DEVICE, "Desk", "1001@acme.example")
SOFT = DeviceInfo(uid(15), "Laptop", "1001-soft@acme.example")
OFF = DeviceInfo(OFF_DEVICE, "Old phone", "1009@acme.example", enabled=False)


def frame(id: UUID, name: str, *rules: dict[str, Any]) -> TimeFrameInfo:
    """A time frame from the JSON of its rules."""
    return TimeFrameInfo(id, name, read_rules(list(rules)))


WEEK = ["mon", "tue", "wed", "thu", "fri"]
FRAMES = (
    frame(OPEN, "Open", {"weekdays": WEEK, "start": "09:00", "end": "17:00"}),
    frame(LUNCH, "Lunch", {"weekdays": WEEK, "start": "12:00", "end": "13:00"}),
    frame(CLOSED, "Holidays", {"from": "12-24", "to": "01-02"}),
)

SNAPSHOT = Snapshot(
    account="acme",
    timezone="America/Vancouver",
    users={
        USER: UserInfo(USER, "Alex Kim", "1001", (DESK, SOFT, OFF)),
        BARE_USER: UserInfo(BARE_USER, "Sam Lee", "1002", (OFF,)),
    },
    devices={d.id: d for d in (DESK, SOFT, OFF)},
    mailboxes={BOX: MailboxInfo(BOX, "Alex Kim", "1001")},
    media={SOUND: MediaInfo(SOUND, "Welcome", "/var/lib/media/acme/k3v9qa")},
    callflows={FLOW: CallflowInfo(FLOW, "Reception", "acme-cf-r3c3pt")},
    time_frames={f.id: f for f in FRAMES},
)


def node(module: str, *, skip: bool = False, **parts: Any) -> dict[str, Any]:
    """A document; keywords that name branches are children, the others are settings.

    `b1=` is the branch "1", `bstar=` the branch "*"; `_` and `timeout_` stand for
    themselves.
    """
    names = {"_": "_", "timeout_": "timeout", "bstar": "*", "bhash": "#"}
    names |= {f"b{digit}": str(digit) for digit in range(10)}
    data = {k: _plain(v) for k, v in parts.items() if k not in names}
    children = {names[k]: v for k, v in parts.items() if k in names}
    document: dict[str, Any] = {"module": module, "data": data, "children": children}
    return {**document, "skip": True} if skip else document


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, UUID) else value


SEAT = node("user", user=USER, timeout=20, _=node("voicemail", box=BOX))
ATTENDANT = node(
    "menu",
    prompt=SOUND,
    invalid=SOUND,
    timeout=4,
    tries=2,
    b1=SEAT,
    bhash=node("callflow", callflow=FLOW),
    timeout_=node("hangup", cause="busy"),
)
