"""Begins to record the call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Record
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot, WebAddressInfo
from pbxportal.lib.refto import RefTo


class RecordStartSettings(Settings):
    """What is recorded, and where it goes."""

    what: Literal["all", "talk"] = setting(
        _("Record"),
        "all",
        choices={
            "all": _("Everything from here on"),
            "talk": _("Only while two people talk"),
        },
    )
    address: Annotated[UUID, RefTo("web_address")] | None = setting(
        _("Send to"), None, help=_("A program that gets the recording after the call.")
    )
    keep: bool = setting(
        _("Keep here"), True, help=_("Also after it was sent to a program.")
    )


class RecordStart(Module[RecordStartSettings]):
    """Both sides of the call are recorded from here to its end."""

    label, icon, category = _("Start recording"), "player-record", "recording"
    help = _(
        "Records both sides of the call. The recording is listed after the call, or "
        "sent to a web address. Tell callers of it where the law asks for that."
    )
    Settings = RecordStartSettings
    examples = (
        {},
        {
            "what": "talk",
            "address": "01900000-0000-7000-8000-000000000021",
            "keep": False,
        },
    )
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        if self.settings.address is None and not self.settings.keep:
            yield Finding("recording_for_nobody", node.path, "keep")

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        address = scope.find(WebAddressInfo, settings.address)
        # Without anybody to send it to it is kept: what was recorded is never lost.
        keep = settings.keep or address is None
        scope.emit(Record(settings.what == "talk", address, keep))
        scope.go_on()
