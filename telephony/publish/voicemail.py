"""An account's voicemail boxes, as a section of Asterisk's configuration."""

from __future__ import annotations

from collections.abc import Sequence

from extensions.models import VoicemailBox
from telephony.nodes import NodeAddress
from telephony.publish.steps import Outcome, on_all

Box = list[str]
MODULE = "app_voicemail.so"


def boxes() -> list[Box]:
    """Number and PIN of every box of the current account.

    Names stay here: Asterisk needs them for mails and its own directory only, and what
    people type does not belong into a configuration file.
    """
    rows = VoicemailBox.objects.order_by("number").values_list("number", "pin")
    return [list(row) for row in rows]


def publish(
    nodes: Sequence[NodeAddress], slug: str, wanted: list[Box]
) -> list[Outcome]:
    """Writes the section on all nodes and has the mailboxes read again."""
    settings = settings_of(wanted)
    return [
        Outcome(
            o.node, "live" if o.state == "ready" else o.state, o.error, o.milliseconds
        )
        for o in on_all(
            nodes, lambda link: link.write_section("voicemail", slug, settings, MODULE)
        )
    ]


def settings_of(wanted: list[Box]) -> list[tuple[str, str]]:
    """The section's lines; SOURCE: Asterisk's sample voicemail.conf, `box => pin,name`."""
    return [(number, f"{pin},{number}") for number, pin in wanted]
