"""Where the nodes are and how to sign in to them: the nodes file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings


@dataclass(frozen=True)
class Login:
    """An AMI login."""

    user: str
    secret: str


@dataclass(frozen=True)
class NodeAddress:
    """One Asterisk as the nodes file describes it (docs/operations.md)."""

    name: str
    ami_host: str
    ami_port: int
    publish: Login
    listen: Login
    sip: str
    records: Path
    voicemail: Path
    recordings: Path
    faxes: Path


def load() -> list[NodeAddress]:
    """All nodes of the nodes file, in its order; none when there is no file."""
    if not settings.NODES_FILE:
        return []
    entries = json.loads(Path(settings.NODES_FILE).read_text())
    return [_address(entry) for entry in entries]


def get(name: str) -> NodeAddress | None:
    """The node of that name; None when the file does not have it."""
    return next((address for address in load() if address.name == name), None)


def find(name: str) -> NodeAddress:
    """The node of that name; KeyError when the file does not have it."""
    if (address := get(name)) is None:
        raise KeyError(name)
    return address


def _address(entry: dict[str, Any]) -> NodeAddress:
    host, _, port = entry["ami"].rpartition(":")
    voicemail = Path(entry["voicemail"])
    return NodeAddress(
        name=entry["name"],
        ami_host=host,
        ami_port=int(port),
        publish=Login(**entry["publish"]),
        listen=Login(**entry["listen"]),
        sip=entry["sip"],
        records=Path(entry["records"]),
        voicemail=voicemail,
        recordings=Path(entry.get("recordings") or voicemail.with_name("monitor")),
        faxes=Path(entry.get("faxes") or voicemail.with_name("fax")),
    )
