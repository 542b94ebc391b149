"""Pauses the calling agent, or ends the pause."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.instructions import AgentChange, ChangeAgent, Confirmation
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting


class AgentPauseSettings(Settings):
    """Which way, and why."""

    change: Literal["pause", "resume", "toggle"] = setting(
        _("Do"),
        "toggle",
        choices={
            "toggle": _("Pause, or end the pause"),
            "pause": _("Pause"),
            "resume": _("End the pause"),
        },
    )
    reason: Literal["break", "lunch", "meeting", "training", "work"] = setting(
        _("Reason"),
        "break",
        choices={
            "break": _("Break"),
            "lunch": _("Lunch"),
            "meeting": _("Meeting"),
            "training": _("Training"),
            "work": _("Other work"),
        },
        help=_("Of a pause; shown to supervisors."),
    )
    confirmation: Literal["beep", "none"] = setting(
        _("Confirmation"), "beep", choices={"beep": _("A tone"), "none": _("None")}
    )


class AgentPause(Module[AgentPauseSettings]):
    """The agent stays logged in, but gets no calls of queues while paused."""

    label, icon, category = _("Agent pause"), "player-pause", "call_center"
    help = _(
        "Pauses the calling agent in all of their queues, or ends the pause. Somebody who "
        "is no agent or is logged out goes on at “Refused”."
    )
    Settings = AgentPauseSettings
    examples = ({}, {"change": "pause", "reason": "lunch"}, {"change": "resume"})
    exits = (Branch(DEFAULT_BRANCH, _("Done")), Branch("refused", _("Refused")))

    def lower(self, scope: Scope) -> None:
        settings = self.settings
        scope.emit(
            ChangeAgent(
                AgentChange(settings.change),
                Confirmation(settings.confirmation),
                done=scope.to(DEFAULT_BRANCH),
                refused=scope.to("refused"),
                reason=settings.reason,
            )
        )
