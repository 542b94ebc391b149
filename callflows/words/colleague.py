"""What somebody does with the calls and lamps of others, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows import instructions as op
from callflows.instructions import Hearing, Lamp
from callflows.words.said import Said, Words

_HEARINGS: Mapping[Hearing, str | Promise] = {
    Hearing.LISTEN: gettext_lazy("Listen to the call of %(name)s."),
    Hearing.WHISPER: gettext_lazy("Listen to the call of %(name)s and speak to them."),
    Hearing.BARGE: gettext_lazy("Join the call of %(name)s."),
    Hearing.KEYS: gettext_lazy(
        "Listen to the call of %(name)s; keys 4, 5 and 6 choose to listen, to speak to "
        "them, or to both."
    ),
}
_LAMPS: Mapping[Lamp, str | Promise] = {
    Lamp.ON: gettext_lazy("Switch the lamp %(number)s on."),
    Lamp.OFF: gettext_lazy("Switch the lamp %(number)s off."),
    Lamp.RINGING: gettext_lazy("Let the lamp %(number)s show ringing."),
    Lamp.TOGGLE: gettext_lazy("Switch the lamp %(number)s over."),
}


class Colleague(Words):
    """What somebody does with the calls and lamps of others, in words."""

    def emit_Admit(self, do: op.Admit) -> Said:
        names = ", ".join(f"“{device.name}”" for device in do.devices) or _("nobody")
        text = _("Let only these telephones go on: %(names)s.") % {"names": names}
        return text, [(_("For others:"), do.refused)]

    def emit_AskPin(self, do: op.AskPin) -> Said:
        return _("Ask for a PIN."), [(_("After three wrong PINs:"), do.refused)]

    def emit_PickUp(self, do: op.PickUp) -> Said:
        text = _("Answer the call that rings at %(name)s.") % {"name": do.name}
        return text, [(_("If none rings:"), do.nobody)]

    def emit_Eavesdrop(self, do: op.Eavesdrop) -> Said:
        text = str(_HEARINGS[do.hearing]) % {"name": do.name}
        exits = [(_("After the call:"), do.done), (_("If nobody talks:"), do.nobody)]
        return text, exits

    def emit_SetLamp(self, do: op.SetLamp) -> Said:
        return str(_LAMPS[do.shows]) % {"number": do.number}, []
