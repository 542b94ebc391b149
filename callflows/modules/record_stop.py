"""Ends recording."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from callflows.instructions import StopRecord
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings


class RecordStopSettings(Settings):
    """There is nothing to set."""


class RecordStop(Module[RecordStopSettings]):
    """What follows is not recorded."""

    label, icon, category = _("Stop recording"), "player-stop", "recording"
    help = _("Ends the recording of the call, if there is one.")
    Settings = RecordStopSettings
    examples = ({},)
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def lower(self, scope: Scope) -> None:
        scope.emit(StopRecord())
        scope.go_on()
