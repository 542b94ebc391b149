"""Waits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Pause
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting


class SleepSettings(Settings):
    """How long."""

    seconds: int = setting(_("Wait for"), 1, ge=1, le=300, help=_("Seconds."))


class Sleep(Module[SleepSettings]):
    """The call stays as it is for a while, then it goes on."""

    label, icon, category = _("Sleep"), "hourglass", "advanced"
    help = _(
        "Waits some seconds. A caller hears silence, or the ringing tone while the call "
        "is not answered."
    )
    Settings = SleepSettings
    examples = ({}, {"seconds": 3})
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def lower(self, scope: Scope) -> None:
        scope.emit(Pause(self.settings.seconds))
        scope.go_on()
