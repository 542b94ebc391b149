"""Ends the call."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Cause, HangUp
from callflows.lowering import Scope
from callflows.module import Module, Settings, setting

Reason = Literal["normal", "busy", "no-answer", "unavailable", "rejected", "not-found"]


class HangupSettings(Settings):
    """What the caller is told."""

    cause: Reason = setting(
        _("Reason"),
        "normal",
        choices={
            "normal": _("Ended"),
            "busy": _("Busy"),
            "no-answer": _("No answer"),
            "unavailable": _("Not available"),
            "rejected": _("Rejected"),
            "not-found": _("No such number"),
        },
    )


class Hangup(Module[HangupSettings]):
    """The call ends here, with a reason that the caller's telephone may show."""

    label, icon, category = _("Hang up"), "phone-off", "advanced"
    help = _("Ends the call, for instance as busy.")
    Settings = HangupSettings
    examples = ({}, {"cause": "busy"})

    def lower(self, scope: Scope) -> None:
        scope.emit(HangUp(Cause(self.settings.cause)))
