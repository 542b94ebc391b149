"""Whom a call may meet: who takes part in a scenario, by id and name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from callflows.instructions import (
    ChangeAgent,
    Eavesdrop,
    Instruction,
    PickUp,
    Program,
)
from callflows.services.programs import Programs
from callflows.snapshot_types import (
    DeviceInfo,
    Info,
    MailboxInfo,
    ParkingLotInfo,
    QueueInfo,
    UserInfo,
    WebAddressInfo,
)

Names = dict[str, str]


@dataclass(frozen=True)
class Cast:
    """Names by id: who can ring, who can get the call, and which programs are asked.

    `users` are those of `ringing` who are people, `watched` those with whose calls the
    caller could do something. `agent` tells whether it matters which agent calls.
    """

    ringing: Names
    mailboxes: Names
    programs: Names
    users: Names
    watched: Names
    queues: Names
    lots: Names
    agent: bool


def cast(programs: Programs) -> Cast:
    """All that the callflows point at, and what belongs to that."""
    objects = _objects(programs)
    users = [info for info in objects if isinstance(info, UserInfo)]
    owned = {device.id for user in users for device in user.devices}
    devices = [info for info in objects if isinstance(info, DeviceInfo)]
    alone = [device for device in devices if device.id not in owned]
    steps = [each for ready in programs.values() for each in _steps(ready.program)]
    ringing = _names([*users, *alone])
    return Cast(
        ringing=ringing,
        mailboxes=_names([i for i in objects if isinstance(i, MailboxInfo)]),
        programs=_names([i for i in objects if isinstance(i, WebAddressInfo)]),
        users=_names(users),
        watched={id: ringing[id] for id in ringing if id in _watched(steps)},
        queues=_names([i for i in objects if isinstance(i, QueueInfo)]),
        lots=_names([i for i in objects if isinstance(i, ParkingLotInfo)]),
        agent=any(isinstance(each, ChangeAgent) for each in steps),
    )


def _steps(program: Program) -> Iterator[Instruction]:
    for block in program.blocks:
        yield from block.body


def _watched(steps: Iterable[Instruction]) -> set[str]:
    """Telephones, and whose they are."""
    devices = [
        device
        for each in steps
        if isinstance(each, PickUp | Eavesdrop)
        for device in each.devices
    ]
    return {str(id) for device in devices for id in (device.id, device.owner)}


def names(programs: Programs) -> Names:
    """The names of all objects that the callflows point at, and of what belongs to them."""
    return _names(_objects(programs))


def _objects(programs: Programs) -> list[Info]:
    return [
        info
        for ready in programs.values()
        for info in _inside(tuple(ready.checked.snapshot.objects.values()))
    ]


def _names(objects: Sequence[Info]) -> Names:
    return {str(info.id): _shown(info) for info in sorted(objects, key=_shown)}


def _shown(info: Info) -> str:
    """People by their extension too."""
    number = info.extension if isinstance(info, UserInfo) else ""
    return f"{number} {info.name}".strip()


def _inside(value: Any) -> Iterator[Info]:
    """All objects in a value, at whatever depth."""
    if isinstance(value, Info):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from _inside(item)
    elif is_dataclass(value):
        for part in fields(value):
            yield from _inside(getattr(value, part.name))
