"""Lets people have their peace."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.instructions import ON, Feature, Switch, SwitchFeature
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting


class DoNotDisturbSettings(Settings):
    """What to do."""

    action: Literal["on", "off", "toggle"] = setting(
        _("Do"),
        "toggle",
        choices={"on": _("Switch on"), "off": _("Switch off"), "toggle": _("Toggle")},
    )


class DoNotDisturb(Module[DoNotDisturbSettings]):
    """The telephones of the calling user no longer ring: they are busy."""

    label, icon, category = _("Do not disturb"), "bell-off", "telephone"
    help = _(
        "Switches “do not disturb” of the user who calls, and says so. Calls to the "
        "user's telephones find them busy then."
    )
    Settings = DoNotDisturbSettings
    examples = ({"action": "toggle"}, {"action": "off"})
    exits = (
        Branch(DEFAULT_BRANCH, _("Afterwards")),
        Branch("no_user", _("Caller is no user"), optional=True),
    )

    def lower(self, scope: Scope) -> None:
        done = scope.to(DEFAULT_BRANCH)
        nobody = scope.to("no_user")
        switch = Switch(self.settings.action)
        scope.emit(
            SwitchFeature(Feature.DO_NOT_DISTURB, switch, ON, 0, done, nobody, nobody)
        )
