"""Whom a simulated call seems to come from."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Showing, To
from callflows.number_pattern import bare, matches
from callflows.simulation.call import Call


class Caller(Call):
    """Whom a simulated call seems to come from."""

    def emit_ShowCaller(self, do: op.ShowCaller) -> None:
        if do.how in (Showing.BEFORE_ORIGINAL, Showing.ORIGINAL):
            self.caller_name, self.caller_number = "", self.scenario.caller
        instead = do.how == Showing.INSTEAD
        if do.name:
            self.caller_name = do.name + ("" if instead else self.caller_name)
        if do.number:
            self.caller_number = do.number + ("" if instead else self.caller_number)
        values = {"name": self.caller_name, "number": self.caller_number}
        if self.caller_name:
            self.say(_("Telephones show “%(name)s” and %(number)s.") % values)
        else:
            self.say(_("Telephones show the caller as %(number)s.") % values)

    def emit_SetAlert(self, do: op.SetAlert) -> None:
        if do.info:
            self.say(_("Telephones ring as “%(info)s”.") % {"info": do.info})
        else:
            self.say(_("Telephones ring as usual."))

    def emit_MatchCaller(self, do: op.MatchCaller) -> To:
        number = bare(self.scenario.caller, do.country_code)
        found = matches(do.pattern, number)
        text = _("%(number)s matches.") if found else _("%(number)s does not match.")
        self.say(text % {"number": number or _("A caller without number")})
        return do.match if found else do.otherwise
