"""Calls to and from the public network, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callflows import instructions as op
from callflows.words.said import Said, Words


class Gateway(Words):
    """Calls to and from the public network, in words."""

    def emit_CallOutside(self, do: op.CallOutside) -> Said:
        text = ngettext(
            "Call %(number)s outside for %(n)s second.",
            "Call %(number)s outside for %(n)s seconds.",
            do.seconds,
        ) % {"number": do.number, "n": do.seconds}
        return text, [
            (_("If it is busy:"), do.busy),
            (_("If nobody answers:"), do.no_answer),
            (_("If it can't be called:"), do.failed),
        ]

    def emit_DialIn(self, do: op.DialIn) -> Said:
        tries = ngettext(
            "Ask for the PIN (%(n)s try), then let the caller dial a number.",
            "Ask for the PIN (%(n)s tries), then let the caller dial a number.",
            do.tries,
        )
        text = tries if do.pin else _("Let the caller dial a number.")
        exits = [(_("No number:"), do.no_number)]
        if do.pin:
            exits.insert(0, (_("Wrong PIN:"), do.wrong_pin))
        return text % {"n": do.tries}, exits
