"""What the compiler may know of an account: plain values, no database.

A snapshot holds only what one flow refers to (and what that leads to), so an id that is
not in it does not exist for the account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from callflows.time_rules import TimeRule


@dataclass(frozen=True)
class DeviceInfo:
    """A telephone. `endpoint` is its name in Asterisk, such as `1001@acme.example`."""

    id: UUID
    name: str
    endpoint: str
    enabled: bool = True


@dataclass(frozen=True)
class UserInfo:
    """A person with an extension and the devices that ring for them."""

    id: UUID
    name: str
    extension: str
    devices: tuple[DeviceInfo, ...] = ()
    caller_name: str = ""
    caller_number: str = ""


@dataclass(frozen=True)
class MailboxInfo:
    """A voicemail box. Its context in Asterisk is the account's slug."""

    id: UUID
    name: str
    mailbox: str


@dataclass(frozen=True)
class MediaInfo:
    """A sound. `path` is absolute and without the file's extension."""

    id: UUID
    name: str
    path: str


@dataclass(frozen=True)
class CallflowInfo:
    """A callflow. `unit` is its name where callflows are published."""

    id: UUID
    name: str
    unit: str
    published: bool = True


@dataclass(frozen=True)
class TimeFrameInfo:
    """A named time; it holds while any of its rules does."""

    id: UUID
    name: str
    rules: tuple[TimeRule, ...] = ()


Info = DeviceInfo | UserInfo | MailboxInfo | MediaInfo | CallflowInfo | TimeFrameInfo


# Where the objects of each kind that a document can point at stand in a snapshot.
PARTS: Mapping[str, str] = {
    "user": "users",
    "device": "devices",
    "voicemail_box": "mailboxes",
    "media": "media",
    "callflow": "callflows",
    "time_frame": "time_frames",
}


@dataclass(frozen=True)
class Snapshot:
    """The objects of one account that a flow refers to, by id."""

    account: str
    timezone: str = "UTC"
    users: Mapping[UUID, UserInfo] = field(default_factory=dict)
    devices: Mapping[UUID, DeviceInfo] = field(default_factory=dict)
    mailboxes: Mapping[UUID, MailboxInfo] = field(default_factory=dict)
    media: Mapping[UUID, MediaInfo] = field(default_factory=dict)
    callflows: Mapping[UUID, CallflowInfo] = field(default_factory=dict)
    time_frames: Mapping[UUID, TimeFrameInfo] = field(default_factory=dict)

    def find(self, kind: str, id: UUID) -> Info | None:
        """The object that `RefTo(kind)` and an id point at, or None."""
        return self._of(kind).get(id)

    def name(self, kind: str, id: UUID) -> str:
        """What people call the object; empty if it does not exist."""
        found = self.find(kind, id)
        return found.name if found else ""

    def _of(self, kind: str) -> Mapping[UUID, Info]:
        objects: Mapping[UUID, Info] = getattr(self, PARTS[kind])
        return objects
