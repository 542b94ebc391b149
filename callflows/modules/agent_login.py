"""Logs the calling agent in."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.instructions import AgentChange, ChangeAgent, Confirmation
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting


class AgentLoginSettings(Settings):
    """What the agent hears."""

    confirmation: Literal["logged-in", "beep", "none"] = setting(
        _("Confirmation"),
        "logged-in",
        choices={
            "logged-in": _("Spoken"),
            "beep": _("A tone"),
            "none": _("None"),
        },
    )


class AgentLogin(Module[AgentLoginSettings]):
    """Calls of all their queues ring at the agent who calls, at once."""

    label, icon, category = _("Agent login"), "login", "call_center"
    help = _(
        "Logs the calling agent in to all of their queues, and ends a pause. Somebody who "
        "is no agent goes on at “Refused”."
    )
    Settings = AgentLoginSettings
    examples = ({}, {"confirmation": "beep"})
    exits = (
        Branch(DEFAULT_BRANCH, _("Logged in")),
        Branch("refused", _("Refused")),
    )

    def lower(self, scope: Scope) -> None:
        confirmation = Confirmation(self.settings.confirmation)
        done, refused = scope.to(DEFAULT_BRANCH), scope.to("refused")
        scope.emit(ChangeAgent(AgentChange.LOG_IN, confirmation, done, refused))
