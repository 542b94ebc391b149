"""Lets callers into a conference."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Answer, Cause, Confer, HangUp
from callflows.lowering import Scope
from callflows.module import Branch, Module, Settings, setting
from callflows.snapshot_types import ConferenceInfo
from pbxportal.lib.refto import RefTo

FULL, WRONG_PIN = "full", "wrong_pin"


class ConferenceSettings(Settings):
    """Which room."""

    conference: Annotated[UUID, RefTo("conference")] = setting(_("Conference"))


class Conference(Module[ConferenceSettings]):
    """The caller talks to everybody in the room; the call ends there."""

    label, icon, category = _("Conference"), "users-group", "basic"
    help = _(
        "Lets the caller into a conference. If it has PINs, the caller is asked for one, "
        "three times at most."
    )
    Settings = ConferenceSettings
    examples = ({"conference": "01900000-0000-7000-8000-000000000071"},)
    exits = (
        Branch(FULL, _("Full or locked"), optional=True),
        Branch(WRONG_PIN, _("Wrong PIN"), optional=True),
    )

    def lower(self, scope: Scope) -> None:
        conference = scope.find(ConferenceInfo, self.settings.conference)
        if conference is None:
            scope.emit(HangUp(Cause.UNAVAILABLE))
            return
        full = scope.to(FULL, Cause.BUSY)
        wrong = scope.to(WRONG_PIN, Cause.REJECTED)
        scope.emit(
            Answer(),
            Confer((conference,), ask=False, unknown=wrong, wrong_pin=wrong, full=full),
        )
