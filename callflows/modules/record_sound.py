"""Lets somebody speak a sound of the media library by telephone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.allowed import allowed, findings, telephones
from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Admit, Answer, AskPin, Cause, Dictate, HangUp
from callflows.lowering import Scope
from callflows.members import Member
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import MediaInfo, Snapshot
from pbxportal.lib.refto import RefTo


class RecordSoundSettings(Settings):
    """Which sound, and who may speak it."""

    media: Annotated[UUID, RefTo("media")] = setting(
        _("Sound"), help=_("What is spoken takes its place.")
    )
    allowed: tuple[Member, ...] = allowed(required=True)
    pin: str = setting(
        _("PIN"),
        "",
        pattern=r"^([0-9]{3,10})?$",
        help=_("3 to 10 digits that are asked for as well; or none."),
    )


class RecordSound(Module[RecordSoundSettings]):
    """The caller speaks a sound anew, hears it, and keeps it, or tries again."""

    label, icon, category = _("Record sound"), "microphone", "recording"
    help = _(
        "Replaces a sound of the media library by what the caller says after the tone, "
        "up to a #: key 1 keeps it, 2 plays it, 3 records again. Wherever it is played "
        "the new one is heard seconds later."
    )
    Settings = RecordSoundSettings
    examples = (
        {
            "media": "01900000-0000-7000-8000-000000000004",
            "allowed": [{"user": "01900000-0000-7000-8000-000000000001"}],
        },
        {
            "media": "01900000-0000-7000-8000-000000000004",
            "allowed": [{"user": "01900000-0000-7000-8000-000000000001"}],
            "pin": "4711",
        },
    )
    exits = (
        Branch(DEFAULT_BRANCH, _("Kept")),
        Branch("dropped", _("Not kept"), optional=True),
        Branch("refused", _("Not allowed"), optional=True),
    )

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        title = _("Who may do it")
        allowed = self.settings.allowed
        yield from findings(allowed, snapshot, node.path, "allowed", title)

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        sound = scope.find(MediaInfo, settings.media)
        refused = scope.to("refused", Cause.REJECTED)
        scope.emit(Admit(telephones(settings.allowed, scope.snapshot), refused))
        if settings.pin:
            scope.emit(AskPin(settings.pin, refused))
        if sound is None:
            scope.emit(HangUp(Cause.UNAVAILABLE))
            return
        scope.emit(Answer(), Dictate(sound, scope.to("dropped", Cause.NORMAL)))
        scope.go_on()
