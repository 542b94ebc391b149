"""An account's voicemail boxes, as a section of Asterisk's configuration."""

from __future__ import annotations

from typing import Any

from extensions.models import VoicemailBox
from telephony.publish.node import NodeLink
from telephony.publish.sections import Section
from tenants.models import Account

FOLDER = "voicemail"
MODULE = "app_voicemail.so"


def wanted(account: Account) -> list[Any]:
    """Number and PIN of every box of the current account.

    Names stay here: Asterisk needs them for mails and its own directory only, and what
    people type does not belong into a configuration file.
    """
    rows = VoicemailBox.objects.order_by("number").values_list("number", "pin")
    return [list(row) for row in rows]


def bring(link: NodeLink, slug: str, boxes: list[Any]) -> None:
    """Writes the section and has the mailboxes read again."""
    link.write_sections(FOLDER, slug, [section(slug, boxes)])
    link.reload(MODULE)


def holds(link: NodeLink, slug: str, boxes: list[Any]) -> bool:
    """Whether the node has the section."""
    return link.read_sections(FOLDER, slug) == [section(slug, boxes)]


def section(slug: str, boxes: list[Any]) -> Section:
    """SOURCE: Asterisk's sample voicemail.conf, `box => pin,name`."""
    return slug, [(number, f"{pin},{number}") for number, pin in boxes]
