"""Voicemail messages, as they lie in the nodes' spools.

Asterisk writes each message as a sound and a text file with its particulars
(apps/app_voicemail.c). The portal only reads them; a change goes through AMI.
"""

from __future__ import annotations

import configparser
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from extensions.models import VoicemailBox
from telephony import nodes
from tenants.models import Account

FOLDERS = {"INBOX": "new", "Old": "old"}


@dataclass(frozen=True)
class Message:
    """One message; `id` is unique in the mailbox, whatever Asterisk renumbers."""

    id: str
    folder: str
    caller: str
    received_at: datetime
    seconds: int
    node: str
    sound: Path


def messages(account: Account, box: VoicemailBox) -> list[Message]:
    """The box's messages on all nodes, newest first."""
    found = [
        message
        for address in nodes.load()
        for message in _in_spool(
            address.name, address.voicemail / account.slug / box.number
        )
    ]
    return sorted(found, key=lambda message: message.received_at, reverse=True)


def find(account: Account, box: VoicemailBox, message_id: str) -> Message | None:
    """The message of that id in the box, if it is still there."""
    return next((m for m in messages(account, box) if m.id == message_id), None)


def _in_spool(node: str, folder: Path) -> Iterator[Message]:
    for name, label in FOLDERS.items():
        for text in sorted((folder / name).glob("msg[0-9][0-9][0-9][0-9].txt")):
            message = _read(node, label, text)
            if message:
                yield message


def _read(node: str, folder: str, text: Path) -> Message | None:
    parser = configparser.RawConfigParser(strict=False)
    try:
        parser.read_string(text.read_text(encoding="utf-8", errors="replace"))
        fields = parser["message"]
        received = datetime.fromtimestamp(int(fields["origtime"]), UTC)
        return Message(
            id=fields.get("msg_id", text.stem).replace("@", "-"),
            folder=folder,
            caller=fields.get("callerid", ""),
            received_at=received,
            seconds=int(fields.get("duration") or 0),
            node=node,
            sound=text.with_suffix(".wav"),
        )
    except (OSError, KeyError, ValueError, configparser.Error):
        # The message was moved or is being written: it is there next time.
        return None
