"""What a simulated caller presses."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import To
from callflows.simulation.call import Call


class Keys(Call):
    """What a simulated caller presses."""

    def emit_Gather(self, do: op.Gather) -> To:
        cases = {case.key: case.to for case in do.cases}
        to = do.no_key
        for _attempt in range(do.tries):
            self.hears(do.prompt)
            key = self.keys.pop(0) if self.keys else ""
            if key in cases:
                self.say(_("The caller presses %(key)s.") % {"key": key})
                return cases[key]
            if key:
                self.say(
                    _("The caller presses %(key)s, which leads nowhere.") % {"key": key}
                )
                self.hears(do.invalid)
                to = do.other_key
            else:
                self.say(_("The caller presses no key."))
                self.wait(do.seconds)
                to = do.no_key
        return to
