"""Who talks to many, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.words.said import Exits, Said, Words


class Conference(Words):
    """Who talks to many, in words."""

    def emit_Confer(self, do: op.Confer) -> Said:
        names = ", ".join(f"“{info.name}”" for info in do.conferences)
        text = _("Let the caller into the conference %(names)s.")
        if do.ask:
            text = _("Ask for a conference's number and let the caller in: %(names)s.")
        texts = [text % {"names": names}]
        if any(info.record for info in do.conferences):
            texts.append(_("It is recorded."))
        exits: Exits = [(_("If it is full or locked:"), do.full)]
        if any(info.asks for info in do.conferences):
            texts.append(_("Ask for the PIN first."))
            exits.append((_("After three wrong PINs:"), do.wrong_pin))
        if do.ask:
            exits.append((_("If there is no such conference:"), do.unknown))
        return " ".join(texts), exits
