"""What a call carries along, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callflows import instructions as op
from callflows.instructions import Source
from callflows.words.said import Said, Words

_LOOK: Mapping[Source, str | Promise] = {
    Source.VARIABLE: gettext_lazy("Look at “%(name)s”."),
    Source.CALLER: gettext_lazy("Look at the caller's number."),
    Source.DIALLED: gettext_lazy("Look at the number that was dialled."),
}


class Values(Words):
    """What a call carries along, in words."""

    def emit_SetVariable(self, do: op.SetVariable) -> Said:
        values = {"name": do.name, "value": do.shown}
        if do.value:
            return _("Keep “%(value)s” as “%(name)s”.") % values, []
        return _("Forget “%(name)s”.") % values, []

    def emit_BranchOnValue(self, do: op.BranchOnValue) -> Said:
        exits = [(_("If it is “%(v)s”:") % {"v": c.shown}, c.to) for c in do.cases]
        exits.append((_("Otherwise:"), do.otherwise))
        return str(_LOOK[do.source]) % {"name": do.name}, exits

    def emit_CollectDigits(self, do: op.CollectDigits) -> Said:
        asked = _("Play “%(name)s” and ask") if do.prompt else _("Ask")
        text = ngettext(
            "%(asked)s for %(n)s digit at most, kept as “%(variable)s”.",
            "%(asked)s for %(n)s digits at most, kept as “%(variable)s”.",
            do.most,
        ) % {
            "asked": asked % {"name": do.prompt.name if do.prompt else ""},
            "n": do.most,
            "variable": do.name,
        }
        exits = [(_("Entered:"), do.entered), (_("Nothing entered:"), do.nothing)]
        return text, exits

    def emit_ShowVariable(self, do: op.ShowVariable) -> Said:
        return _("Show “%(name)s” as the caller's number.") % {"name": do.name}, []
