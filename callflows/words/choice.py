"""Which way a call goes, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import To
from callflows.words.said import Said, Words


class Choice(Words):
    """Which way a call goes, in words."""

    def emit_BranchOnTime(self, do: op.BranchOnTime) -> Said:
        frames: dict[tuple[str, To], None] = {}
        for case in do.cases:
            frames.setdefault((case.name, case.to))
        text = _("Look at the clock (%(zone)s).") % {"zone": do.timezone}
        exits = [(_("During “%(name)s”:") % {"name": n}, to) for n, to in frames]
        return text, [*exits, (_("At any other time:"), do.otherwise)]
