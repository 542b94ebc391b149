"""What a simulated call carries along."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Source, To
from callflows.number_pattern import bare
from callflows.simulation.call import Call

DIGITS = "0123456789"


class Values(Call):
    """What a simulated call carries along."""

    def emit_SetVariable(self, do: op.SetVariable) -> None:
        self.variables[do.name] = do.value
        values = {"name": do.name, "value": do.shown}
        if do.value:
            self.say(_("“%(name)s” holds “%(value)s” now.") % values)
        else:
            self.say(_("“%(name)s” holds nothing now.") % values)

    def emit_BranchOnValue(self, do: op.BranchOnValue) -> To:
        value = self._looked_at(do)
        for case in do.cases:
            if case.value == value:
                self.say(_("It is “%(value)s”.") % {"value": case.shown})
                return case.to
        self.say(_("It is none of the values.") if value else _("It is empty."))
        return do.otherwise

    def _looked_at(self, do: op.BranchOnValue) -> str:
        match do.source:
            case Source.CALLER:
                return bare(self.scenario.caller, "")
            case Source.DIALLED:
                return self.scenario.dialled
        return self.variables.get(do.name, "")

    def emit_CollectDigits(self, do: op.CollectDigits) -> To:
        for _attempt in range(do.tries):
            self.hears(do.prompt)
            if entered := self._collected(do):
                self.variables[do.name] = entered
                self.say(_("The caller enters %(keys)s.") % {"keys": entered})
                return do.entered
            self.say(_("The caller enters nothing."))
        self.variables[do.name] = ""
        return do.nothing

    def _collected(self, do: op.CollectDigits) -> str:
        entered = ""
        while len(entered) < do.most:
            key = self.keys.pop(0) if self.keys else ""
            if not key:
                self.wait(do.seconds)
            if key in ("", do.ends):
                break
            entered += key
        return entered

    def emit_ShowVariable(self, do: op.ShowVariable) -> None:
        held = self.variables.get(do.name, "")
        digits = "".join(key for key in held if key in DIGITS)
        self.caller_number = digits or self.caller_number
        number = {"number": self.caller_number}
        self.say(_("Telephones show the caller as %(number)s.") % number)
