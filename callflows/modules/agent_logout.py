"""Logs the calling agent out."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.instructions import AgentChange, ChangeAgent, Confirmation
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting


class AgentLogoutSettings(Settings):
    """What the agent hears."""

    confirmation: Literal["logged-out", "beep", "none"] = setting(
        _("Confirmation"),
        "logged-out",
        choices={
            "logged-out": _("Spoken"),
            "beep": _("A tone"),
            "none": _("None"),
        },
    )


class AgentLogout(Module[AgentLogoutSettings]):
    """No more calls of queues ring at the agent who calls."""

    label, icon, category = _("Agent logout"), "logout", "call_center"
    help = _(
        "Logs the calling agent out of all queues. Somebody who is no agent goes on at "
        "“Refused”."
    )
    Settings = AgentLogoutSettings
    examples = ({}, {"confirmation": "none"})
    exits = (
        Branch(DEFAULT_BRANCH, _("Logged out")),
        Branch("refused", _("Refused")),
    )

    def lower(self, scope: Scope) -> None:
        confirmation = Confirmation(self.settings.confirmation)
        done, refused = scope.to(DEFAULT_BRANCH), scope.to("refused")
        scope.emit(ChangeAgent(AgentChange.LOG_OUT, confirmation, done, refused))
