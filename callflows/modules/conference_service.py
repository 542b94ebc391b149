"""Asks which conference the caller wants to join."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Answer, Cause, Confer
from callflows.lowering import Scope
from callflows.module import Branch, Module, Settings, setting
from callflows.snapshot_types import ConferenceInfo
from pbxportal.lib.refto import RefTo

FULL, WRONG_PIN, UNKNOWN = "full", "wrong_pin", "unknown"


class ConferenceServiceSettings(Settings):
    """Which rooms can be entered here."""

    conferences: tuple[Annotated[UUID, RefTo("conference")], ...] = setting(
        _("Conferences"),
        min_length=1,
        max_length=50,
        help=_("Callers key in the number of one of these."),
    )


class ConferenceService(Module[ConferenceServiceSettings]):
    """One number for many conferences: the caller keys in which one."""

    label, icon, category = _("Conference service"), "users-plus", "basic"
    help = _(
        "Asks for a conference's number, then for its PIN if it has one, and lets the "
        "caller in. Each is asked for three times at most."
    )
    Settings = ConferenceServiceSettings
    examples = ({"conferences": ["01900000-0000-7000-8000-000000000071"]},)
    exits = (
        Branch(FULL, _("Full or locked"), optional=True),
        Branch(WRONG_PIN, _("Wrong PIN"), optional=True),
        Branch(UNKNOWN, _("No such conference"), optional=True),
    )

    def lower(self, scope: Scope) -> None:
        found = (scope.find(ConferenceInfo, id) for id in self.settings.conferences)
        confer = Confer(
            tuple(dict.fromkeys(info for info in found if info)),
            ask=True,
            unknown=scope.to(UNKNOWN, Cause.NOT_FOUND),
            wrong_pin=scope.to(WRONG_PIN, Cause.REJECTED),
            full=scope.to(FULL, Cause.BUSY),
        )
        scope.emit(Answer(), confer)
