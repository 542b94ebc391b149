"""Takes a message."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Answer, Cause, Greeting, HangUp, Voicemail
from callflows.lowering import Scope
from callflows.module import Module, Settings, setting
from pbxportal.lib.refto import RefTo


class VoicemailSettings(Settings):
    """Which mailbox, and what it says first."""

    box: Annotated[UUID, RefTo("voicemail_box")] = setting(_("Mailbox"))
    greeting: Literal["unavailable", "busy", "none"] = setting(
        _("Greeting"),
        "unavailable",
        choices={
            "unavailable": _("Not available"),
            "busy": _("Busy"),
            "none": _("None, only the tone"),
        },
    )


class VoicemailModule(Module[VoicemailSettings]):
    """The caller leaves a message; the call ends here."""

    label, icon, category = _("Voicemail"), "mailbox", "basic"
    help = _("Records a message in a mailbox. The call ends with it.")
    Settings = VoicemailSettings
    examples = (
        {"box": "01900000-0000-7000-8000-000000000003"},
        {"box": "01900000-0000-7000-8000-000000000003", "greeting": "busy"},
    )

    def lower(self, scope: Scope) -> None:
        box = scope.box(self.settings.box)
        if box is None:
            scope.emit(HangUp(Cause.UNAVAILABLE))
            return
        greeting = Greeting(self.settings.greeting)
        scope.emit(Answer(), Voicemail(box, greeting), HangUp())
