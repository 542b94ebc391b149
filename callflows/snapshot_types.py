"""What the compiler may know of an account: plain values, no database.

A snapshot holds only what one flow refers to (and what that leads to), so an id that is
not in it does not exist for the account.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Self, TypeVar
from uuid import UUID

from callflows.prompt_languages import ENGLISH
from callflows.time_rules import TimeRule


@dataclass(frozen=True)
class Info:
    """An object of the account. `kind` is the one of `RefTo(kind)` that points at it."""

    kind: ClassVar[str] = ""
    id: UUID
    name: str


I = TypeVar("I", bound=Info)  # noqa: E741


@dataclass(frozen=True)
class DeviceInfo(Info):
    """A telephone. `endpoint` is its name in Asterisk, such as `1001@acme.example`.

    `owner` is the user for whom it rings, if there is one.
    """

    kind: ClassVar[str] = "device"
    endpoint: str
    enabled: bool = True
    owner: UUID | None = None


@dataclass(frozen=True)
class UserInfo(Info):
    """A person with an extension and the devices that ring for them."""

    kind: ClassVar[str] = "user"
    extension: str
    devices: tuple[DeviceInfo, ...] = ()
    caller_name: str = ""
    caller_number: str = ""
    has_email: bool = False


@dataclass(frozen=True)
class GroupInfo(Info):
    """People, and telephones that belong to nobody, who are rung together."""

    kind: ClassVar[str] = "group"
    users: tuple[UserInfo, ...] = ()
    devices: tuple[DeviceInfo, ...] = ()


@dataclass(frozen=True)
class MailboxInfo(Info):
    """A voicemail box. Its context in Asterisk is the account's slug.

    `owned`: it belongs to a user.
    """

    kind: ClassVar[str] = "voicemail_box"
    mailbox: str
    owned: bool = True


@dataclass(frozen=True)
class MediaInfo(Info):
    """A sound. `path` is absolute and without the file's extension."""

    kind: ClassVar[str] = "media"
    path: str


@dataclass(frozen=True)
class CallflowInfo(Info):
    """A callflow. `unit` is its name where callflows are published."""

    kind: ClassVar[str] = "callflow"
    unit: str
    published: bool = True


@dataclass(frozen=True)
class Listed:
    """Somebody in a directory.

    `keys` are what their names begin with on a telephone's keys, three at most;
    `mailbox` may have their recorded name.
    """

    user: UUID
    name: str
    extension: str
    keys: tuple[str, ...]
    callflow: CallflowInfo
    mailbox: str = ""


@dataclass(frozen=True)
class DirectoryInfo(Info):
    """Whom callers can find by name."""

    kind: ClassVar[str] = "directory"
    listed: tuple[Listed, ...] = ()
    confirm: bool = True
    # Which recorded welcome fits: `first`, `last` or `either` name.
    names: str = "last"


@dataclass(frozen=True)
class TimeFrameInfo(Info):
    """A named time; it holds while any of its rules does."""

    kind: ClassVar[str] = "time_frame"
    rules: tuple[TimeRule, ...] = ()


@dataclass(frozen=True)
class MenuInfo(Info):
    """What a menu says and how patient it is.

    `greetings` are said while their time frame holds, `greeting` otherwise. `no_key` and
    `other_key` are `repeat`, `hangup` or a key. `dialled` is `users`, `all` or empty: what
    may be dialled instead of a key, with so many `digits` at most. Times are seconds.
    """

    kind: ClassVar[str] = "menu"
    greetings: tuple[tuple[TimeFrameInfo, MediaInfo], ...] = ()
    greeting: MediaInfo | None = None
    prompt: MediaInfo | None = None
    again: MediaInfo | None = None
    invalid: MediaInfo | None = None
    tries: int = 3
    timeout: int = 5
    no_key: str = "repeat"
    other_key: str = "repeat"
    repeat_key: str = ""
    dialled: str = ""
    digits: int = 6
    digit_seconds: int = 2


@dataclass(frozen=True)
class WebAddressInfo(Info):
    """A program of the customer's. `seconds` is how long its answer may take."""

    kind: ClassVar[str] = "web_address"
    seconds: int = 3


@dataclass(frozen=True)
class QueueInfo(Info):
    """Where callers wait. `queue` is its name in Asterisk.

    `seconds` is the longest wait (0: no limit), `agents` how many there are, logged in or
    not, and `exit_key` the digit that leaves the queue, if there is one.
    """

    kind: ClassVar[str] = "queue"
    queue: str
    seconds: int = 0
    agents: int = 0
    joinable_empty: bool = True
    exit_key: str = ""


@dataclass(frozen=True)
class ConferenceInfo(Info):
    """A conference. `room` is its name in Asterisk without the account's."""

    kind: ClassVar[str] = "conference"
    room: str
    number: str
    pin: str = ""
    moderator_pin: str = ""
    most: int = 20
    tones: bool = True
    wait: bool = False
    record: bool = False

    @property
    def asks(self) -> bool:
        """Whether callers are asked for a PIN."""
        return bool(self.pin or self.moderator_pin)


@dataclass(frozen=True)
class ParkingLotInfo(Info):
    """Where calls are parked. `lot` is its name in Asterisk.

    A call comes back after `seconds`, and rings who parked it for `ring_seconds`.
    """

    kind: ClassVar[str] = "parking_lot"
    lot: str
    first: int
    last: int
    seconds: int = 120
    ring_seconds: int = 20

    def has(self, space: str) -> bool:
        """Whether the digits are one of its spaces."""
        return (
            space.isascii()
            and space.isdigit()
            and self.first <= int(space) <= self.last
        )


@dataclass(frozen=True)
class FaxBoxInfo(Info):
    """Where faxes arrive. `station` is what other fax machines show of it.

    With `t38` it is tried first to receive as data, not as sound.
    """

    kind: ClassVar[str] = "fax_box"
    station: str = ""
    t38: bool = True


@dataclass(frozen=True)
class Given:
    """What a variable of a call may hold, as live callflows put it there.

    `kind` is a kind of object with its `id`, or `text` without one. Text that callers
    enter is not known beforehand.
    """

    name: str
    kind: str
    id: UUID | None = None


def kinds() -> frozenset[str]:
    """All kinds of objects that a document can point at."""
    return frozenset(cls.kind for cls in Info.__subclasses__())


@dataclass(frozen=True)
class Snapshot:
    """The objects of one account that a flow refers to, by id.

    Ids are UUIDs, so objects of different kinds never share one. `given` are what the
    variables may hold that the flow uses; `languages` those whose prompts the nodes have.
    """

    account: str
    timezone: str = "UTC"
    objects: Mapping[UUID, Info] = field(default_factory=dict)
    given: frozenset[Given] = frozenset()
    languages: frozenset[str] = frozenset({ENGLISH})

    @classmethod
    def of(cls, account: str, timezone: str, objects: Iterable[Info]) -> Self:
        """A snapshot of these objects."""
        return cls(account, timezone, {info.id: info for info in objects})

    def get(self, shape: type[I], id: UUID | None) -> I | None:
        """The object of that type and id, or None; the type checker knows which."""
        found = self.objects.get(id) if id else None
        return found if isinstance(found, shape) else None

    def all(self, shape: type[I]) -> list[I]:
        """All objects of a type."""
        return [info for info in self.objects.values() if isinstance(info, shape)]

    def held(self, variable: str, shape: type[I]) -> list[I]:
        """The objects of that type that a variable may hold, always in one order."""
        ids = {g.id for g in self.given if (g.name, g.kind) == (variable, shape.kind)}
        found = (self.get(shape, id) for id in ids)
        return sorted((info for info in found if info), key=lambda info: info.id)

    def find(self, kind: str, id: UUID) -> Info | None:
        """The object that `RefTo(kind)` and an id point at, or None."""
        found = self.objects.get(id)
        return found if found and found.kind == kind else None

    def name(self, kind: str, id: UUID) -> str:
        """What people call the object; empty if it does not exist."""
        found = self.find(kind, id)
        return found.name if found else ""
