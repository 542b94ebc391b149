"""Which process is ours: a pid alone is not enough, since pids are used again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROC = Path("/proc")
STATE, SESSION, STARTED = 0, 3, 19  # fields of /proc/<pid>/stat after the name


@dataclass(frozen=True)
class Identity:
    """A process for ever: no other one has the same three values."""

    pid: int
    started: int  # clock ticks after boot
    boot: str

    @classmethod
    def of(cls, pid: int) -> Identity:
        """The identity of a running process; ProcessLookupError if there is none."""
        fields = stat(pid)
        if fields is None:
            raise ProcessLookupError(pid)
        return cls(pid, int(fields[STARTED]), boot_id())

    def alive(self) -> bool:
        """Whether this very process runs; one that waits to be reaped does not."""
        fields = stat(self.pid)
        return (
            self.boot == boot_id()
            and fields is not None
            and int(fields[STARTED]) == self.started
            and fields[STATE] not in "ZX"
        )

    def as_dict(self) -> dict[str, int | str]:
        """For JSON; `Identity(**value)` reads it back."""
        return asdict(self)


def boot_id() -> str:
    """Changes at every start of the machine, after which all pids mean others."""
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


def stat(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat after the name; None if there is no such pid."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name stands in brackets and may itself hold brackets and spaces.
    return text.rpartition(")")[2].split()


def family(leader: Identity, uid: int) -> list[Identity]:
    """The living processes of the session that `leader` leads or led, without itself.

    A session's number is not given to another process while one member lives; if the
    leader's pid now belongs to somebody else, the session is somebody else's too.
    """
    if leader.boot != boot_id():
        return []
    now = stat(leader.pid)
    if now is not None and int(now[STARTED]) != leader.started:
        return []
    return [
        member
        for member in _session(leader.pid)
        if member.started >= leader.started
        and member.pid != leader.pid
        and _uid(member.pid) == uid
    ]


def _session(session: int) -> Iterator[Identity]:
    boot = boot_id()
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            fields = stat(int(entry.name))
            if fields and int(fields[SESSION]) == session and fields[STATE] not in "ZX":
                yield Identity(int(entry.name), int(fields[STARTED]), boot)


def _uid(pid: int) -> int | None:
    try:
        return (PROC / str(pid)).stat().st_uid
    except FileNotFoundError:
        return None
