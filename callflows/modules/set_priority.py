"""Gives the caller a priority."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from callflows.instructions import SetPriority
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting


class SetPrioritySettings(Settings):
    """Which priority."""

    priority: int = setting(
        _("Priority"), 5, ge=0, le=100, help=_("0 is usual; a higher one comes first.")
    )


class SetPriorityModule(Module[SetPrioritySettings]):
    """Queues that the caller gets to later put them before those of lower priority."""

    label, icon, category = _("Set priority"), "arrow-up-circle", "call_center"
    help = _("Has the caller wait before others in all queues that come after it.")
    Settings = SetPrioritySettings
    examples = ({"priority": 10},)
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def lower(self, scope: Scope) -> None:
        scope.emit(SetPriority(self.settings.priority))
        scope.go_on()
