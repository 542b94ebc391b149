"""Who is told or asked outside, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callflows import instructions as op
from callflows.instructions import Notice
from callflows.words.said import Said, Words


class Outside(Words):
    """Who is told or asked outside, in words."""

    def emit_Notify(self, do: op.Notify) -> Said:
        name = {"name": do.name}
        if do.notice == Notice.WEBHOOK:
            return _("Tell “%(name)s” of the call.") % name, []
        return _("Mail %(name)s if nobody answers the call.") % name, []

    def emit_Ask(self, do: op.Ask) -> Said:
        text = ngettext(
            "Ask “%(name)s” where to go, for %(n)s second at most.",
            "Ask “%(name)s” where to go, for %(n)s seconds at most.",
            do.address.seconds,
        ) % {"name": do.address.name, "n": do.address.seconds}
        exits = [
            (_("Answer “%(answer)s”:") % {"answer": c.answer}, c.to) for c in do.cases
        ]
        return text, [*exits, (_("No such answer:"), do.otherwise)]
