"""Whom a call seems to come from, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows import instructions as op
from callflows.instructions import Showing
from callflows.words.said import Said, Words

_SHOWING: Mapping[Showing, str | Promise] = {
    Showing.BEFORE_CURRENT: gettext_lazy("Show %(what)s before what is shown now."),
    Showing.BEFORE_ORIGINAL: gettext_lazy("Show %(what)s before the caller's own."),
    Showing.INSTEAD: gettext_lazy("Show %(what)s instead of the caller's own."),
    Showing.ORIGINAL: gettext_lazy("Show the caller's own name and number again."),
}


class Caller(Words):
    """Whom a call seems to come from, in words."""

    def emit_ShowCaller(self, do: op.ShowCaller) -> Said:
        name = _("“%(name)s” as name") % {"name": do.name}
        number = _("%(number)s as number") % {"number": do.number}
        if do.name and do.number:
            what = _("%(name)s and %(number)s") % {"name": name, "number": number}
        else:
            what = name if do.name else number
        return str(_SHOWING[do.how]) % {"what": what}, []

    def emit_SetAlert(self, do: op.SetAlert) -> Said:
        if do.info:
            return _("Telephones ring as “%(info)s”.") % {"info": do.info}, []
        return _("Telephones ring as usual."), []

    def emit_MatchCaller(self, do: op.MatchCaller) -> Said:
        text = _("Compare the caller's number with %(pattern)s.")
        exits = [(_("If it matches:"), do.match), (_("If not:"), do.otherwise)]
        return text % {"pattern": do.written}, exits
