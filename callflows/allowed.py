"""Whose telephones may do something, and at whose something is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from callflows.findings import Finding
from callflows.instructions import Path
from callflows.members import Member, reached
from callflows.module import setting
from callflows.snapshot_types import DeviceInfo, Snapshot

MOST = 50


def telephones(members: Iterable[Member], snapshot: Snapshot) -> tuple[DeviceInfo, ...]:
    """The enabled telephones of all of them, each once."""
    found = reached(members, snapshot)
    return tuple(device for mention in found for device in mention.who.devices)


def names(members: Iterable[Member], snapshot: Snapshot) -> str:
    """What people call them, one after the other."""
    found = [mention.who.name for mention in reached(members, snapshot)]
    return ", ".join(found) or str(_("nobody"))


def allowed(*, required: bool) -> Any:
    """The setting that names who may use a module."""
    helps = _("Users, devices or groups. Nobody else is let in.")
    if required:
        return setting(_("Who may do it"), min_length=1, max_length=MOST, help=helps)
    helps = _("Users, devices or groups. Without any, everybody in the account.")
    return setting(_("Who may do it"), (), max_length=MOST, help=helps)


def findings(
    members: Iterable[Member], snapshot: Snapshot, path: Path, about: str, title: object
) -> Iterator[Finding]:
    """A finding if none of those who are named has a telephone."""
    members = tuple(members)
    if members and not telephones(members, snapshot):
        yield Finding("no_telephones", path, about, {"title": title})
