"""Objects of an imagined account, and documents that use all of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from callflows.snapshot_types import (
    CallflowInfo,
    ConferenceInfo,
    DeviceInfo,
    DirectoryInfo,
    FaxBoxInfo,
    Given,
    GroupInfo,
    Info,
    Listed,
    MailboxInfo,
    MediaInfo,
    MenuInfo,
    ParkingLotInfo,
    QueueInfo,
    Snapshot,
    TimeFrameInfo,
    UserInfo,
    WebAddressInfo,
)
from callflows.time_rules import read_rules


def uid(number: int) -> UUID:
    """The id that the modules' examples use for their first objects."""
    return UUID(f"01900000-0000-7000-8000-{number:012}")


USER, DEVICE, BOX, SOUND, FLOW, OPEN = (uid(number) for number in range(1, 7))
CRM = uid(21)
QUEUE, EMPTY_QUEUE = uid(31), uid(32)
FAX_BOX = uid(81)
SALES, STAFF = uid(33), uid(34)
MAIN_MENU = uid(35)
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

WELCOME = MediaInfo(SOUND, "Welcome", "/var/lib/media/acme/k3v9qa")
RECEPTION = CallflowInfo(FLOW, "Reception", "acme-cf-r3c3pt")

CONFERENCE = uid(71)
WEEKLY = ConferenceInfo(CONFERENCE, "Weekly", "w33kly", "100")
LOT = uid(86)
ALEX = UserInfo(USER, "Alex Kim", "1001", (DESK, SOFT, OFF))
LOBBY = DeviceInfo(uid(16), "Lobby", "lobby@acme.example")

AFTER_HOURS = MediaInfo(uid(36), "After hours", "/var/lib/media/acme/aft3rh")
MENU = MenuInfo(
    MAIN_MENU,
    "Main menu",
    greetings=((FRAMES[0], WELCOME),),
    greeting=AFTER_HOURS,
    prompt=WELCOME,
    dialled="users",
)

OBJECTS: tuple[Info, ...] = (
    ALEX,
    UserInfo(BARE_USER, "Sam Lee", "1002", (OFF,)),
    DESK,
    SOFT,
    OFF,
    MailboxInfo(BOX, "Alex Kim", "1001"),
    WELCOME,
    RECEPTION,
    WEEKLY,
    ParkingLotInfo(LOT, "Office", "acme-pl-k3v9qa-701-720", 701, 720),
    *FRAMES,
    FaxBoxInfo(FAX_BOX, "Accounts", "+1 604 555 0100"),
    WebAddressInfo(CRM, "CRM", 2),
    GroupInfo(SALES, "Sales", (ALEX,), (LOBBY,)),
    DirectoryInfo(
        STAFF, "Staff", (Listed(USER, "Alex Kim", "1001", ("546",), RECEPTION, "1001"),)
    ),
    MENU,
    QueueInfo(QUEUE, "Support", "acme-q-k3v9qa", 300, 2, exit_key="1"),
    QueueInfo(EMPTY_QUEUE, "Sales", "acme-q-em9tyq", joinable_empty=False),
)
SNAPSHOT = Snapshot.of("acme", "America/Vancouver", OBJECTS)


def account_with(*objects: Info) -> Snapshot:
    """The sample account with these objects, in place of those with the same ids."""
    return Snapshot.of("acme", "America/Vancouver", (*OBJECTS, *objects))


def knowing(*given: Given) -> Snapshot:
    """The sample account, whose live callflows put these into variables."""
    return replace(SNAPSHOT, given=frozenset(given))


def crowd(size: int) -> GroupInfo:
    """The group “Sales” with so many telephones."""
    return GroupInfo(
        SALES,
        "Sales",
        devices=tuple(
            DeviceInfo(uid(1000 + n), f"Phone {n}", f"phone{n}@acme.example")
            for n in range(size)
        ),
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
