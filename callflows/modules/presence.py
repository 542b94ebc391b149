"""Switches a lamp that telephones watch."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _

from callflows.instructions import Lamp, SetLamp
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import Snapshot


class PresenceSettings(Settings):
    """Which lamp, and what it shows."""

    lamp: str = setting(
        _("Lamp"),
        pattern=r"^[0-9*#]{2,10}$",
        help=_(
            "The number to which a key with a lamp is set on the telephones, such as "
            "*31. Numbers of users and parking spaces show these."
        ),
    )
    shows: Literal["on", "off", "ringing", "toggle"] = setting(
        _("Shows"),
        "toggle",
        choices={
            "on": _("On (busy)"),
            "off": _("Off (idle)"),
            "ringing": _("Ringing"),
            "toggle": _("The other of on and off"),
        },
    )


class Presence(Module[PresenceSettings]):
    """All telephones of the account see by a lamp that, say, night service is on."""

    label, icon, category = _("Presence"), "bulb", "telephone"
    help = _(
        "Switches a lamp by hand: a key of a telephone that watches its number shows it."
    )
    Settings = PresenceSettings
    examples = ({"lamp": "*31"}, {"lamp": "31", "shows": "on"})
    exits = (Branch(DEFAULT_BRANCH, _("Then")),)

    def caption(self, snapshot: Snapshot) -> str:
        return self.settings.lamp

    def lower(self, scope: Scope) -> None:
        scope.emit(SetLamp(self.settings.lamp, Lamp(self.settings.shows)))
        scope.go_on()
