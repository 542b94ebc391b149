"""Who is meant by a list of users, devices and groups: each of them once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Self
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import ConfigDict, JsonValue, model_validator

from callflows.findings import Finding
from callflows.instructions import MOST_PARTIES, Path
from callflows.module import Settings, setting
from callflows.snapshot_types import (
    DeviceInfo,
    GroupInfo,
    Snapshot,
    UserInfo,
)
from pbxportal.lib.refto import RefTo

# What a member is one of; editors offer them in one chooser.
_ONE_OF: list[JsonValue] = ["user", "device", "group"]


class Member(Settings):
    """A user, a device or a group: one of them."""

    model_config = ConfigDict(json_schema_extra={"one_of": _ONE_OF})

    user: Annotated[UUID, RefTo("user")] | None = setting(_("User"), None)
    device: Annotated[UUID, RefTo("device")] | None = setting(_("Device"), None)
    group: Annotated[UUID, RefTo("group")] | None = setting(_("Group"), None)

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(id is not None for id in (self.user, self.device, self.group)) != 1:
            raise ValueError("choose one user, device or group")
        return self


@dataclass(frozen=True)
class Reached:
    """A user or a device that belongs to nobody, with the enabled devices."""

    id: UUID
    name: str
    devices: tuple[DeviceInfo, ...]


@dataclass(frozen=True)
class Mention:
    """Somebody whom a member stands for. `place` is the member's in the list."""

    place: int
    who: Reached


def mentions(members: Iterable[Member], snapshot: Snapshot) -> Iterator[Mention]:
    """Everybody who is meant, in their order, some perhaps several times."""
    for place, member in enumerate(members):
        for who in _meant(member, snapshot):
            yield Mention(place, who)


def reached(members: Iterable[Member], snapshot: Snapshot) -> list[Mention]:
    """Everybody once, as first mentioned; a device that rang for somebody else is out.

    Who is left without a device is left out.
    """
    people: set[UUID] = set()
    devices: set[UUID] = set()
    found = []
    for mention in mentions(members, snapshot):
        who = mention.who
        own = tuple(device for device in who.devices if device.id not in devices)
        if who.id in people or not own:
            continue
        people.add(who.id)
        devices |= {device.id for device in own}
        found.append(Mention(mention.place, Reached(who.id, who.name, own)))
    return found


def findings(
    members: Iterable[Member], snapshot: Snapshot, path: Path, about: str
) -> Iterator[Finding]:
    """What is wrong with a list of members, under the setting that holds it."""
    listed = list(mentions(members, snapshot))
    seen: set[UUID] = set()
    for mention in listed:
        if mention.who.id in seen:
            yield Finding("rings_twice", path, about, {"name": mention.who.name})
        seen.add(mention.who.id)
    once = reached(members, snapshot)
    if not once:
        yield Finding("nobody_rings", path, about, {"title": _("Members")})
    else:
        yield from _silent(members, snapshot, path, about)
    if len(once) > MOST_PARTIES:
        values = {"count": len(once), "most": MOST_PARTIES}
        yield Finding("too_many_members", path, about, values)


def _silent(
    members: Iterable[Member], snapshot: Snapshot, path: Path, about: str
) -> Iterator[Finding]:
    """Members that nobody would miss: they ring no telephone."""
    for member in members:
        group = snapshot.get(GroupInfo, member.group)
        if group and not (group.users or group.devices):
            yield Finding("empty_group", path, about, {"name": group.name})
        elif not group:
            for who in _meant(member, snapshot):
                if not who.devices:
                    yield Finding("no_device", path, about, {"name": who.name})


def _meant(member: Member, snapshot: Snapshot) -> Iterator[Reached]:
    if user := snapshot.get(UserInfo, member.user):
        yield _user(user)
    if device := snapshot.get(DeviceInfo, member.device):
        yield _device(device)
    if group := snapshot.get(GroupInfo, member.group):
        yield from map(_user, group.users)
        yield from map(_device, group.devices)


def _user(user: UserInfo) -> Reached:
    enabled = tuple(device for device in user.devices if device.enabled)
    return Reached(user.id, user.name, enabled)


def _device(device: DeviceInfo) -> Reached:
    return Reached(device.id, device.name, (device,) if device.enabled else ())
