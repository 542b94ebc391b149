"""Takes a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Answer, Cause, Greeting, HangUp, Voicemail
from callflows.lowering import Scope
from callflows.module import setting
from callflows.snapshot_types import MailboxInfo
from callflows.targeted import Targeted, TargetSettings, advanced, variable
from callflows.variables import VariableName
from pbxportal.lib.refto import RefTo


class VoicemailSettings(TargetSettings):
    """Which mailbox, and what it says first."""

    box: Annotated[UUID, RefTo("voicemail_box")] | None = setting(
        _("Mailbox"), None, unless="advanced"
    )
    greeting: Literal["unavailable", "busy", "none"] = setting(
        _("Greeting"),
        "unavailable",
        choices={
            "unavailable": _("Not available"),
            "busy": _("Busy"),
            "none": _("None, only the tone"),
        },
    )
    advanced: bool = advanced()
    variable: VariableName | None = variable()


class VoicemailModule(Targeted[VoicemailSettings]):
    """The caller leaves a message; the call ends here."""

    label, icon, category = _("Voicemail"), "mailbox", "basic"
    help = _("Records a message in a mailbox. The call ends with it.")
    Settings, target, shape = VoicemailSettings, "box", MailboxInfo
    examples = (
        {"box": "01900000-0000-7000-8000-000000000003"},
        {"box": "01900000-0000-7000-8000-000000000003", "greeting": "busy"},
        {"advanced": True, "variable": "box"},
    )

    def check_target(self, info: MailboxInfo, node: Node) -> Iterator[Finding]:
        if not info.owned:
            yield Finding("nobodys_box", node.path, "box", {"name": info.name})

    def lower_to(self, scope: Scope, id: UUID | None) -> None:
        if id is None:
            scope.go_on(Cause.UNAVAILABLE)
            return
        box = scope.find(MailboxInfo, id)
        if box is None:
            scope.emit(HangUp(Cause.UNAVAILABLE))
            return
        greeting = Greeting(self.settings.greeting)
        scope.emit(Answer(), Voicemail(box, greeting), HangUp())
