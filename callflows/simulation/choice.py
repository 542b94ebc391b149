"""Which way a simulated call goes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import To
from callflows.simulation.call import Call
from callflows.time_rules import holds, local_time
from callflows.words.times import rule_in_words


class Choice(Call):
    """Which way a simulated call goes."""

    def emit_BranchOnTime(self, do: op.BranchOnTime) -> To:
        local = local_time(self.now, do.timezone)
        for case in do.cases:
            if holds(case.rule, local):
                values = {"name": case.name, "rule": rule_in_words(case.rule)}
                self.say(_("It is “%(name)s” (%(rule)s).") % values)
                return case.to
        self.say(_("No time frame holds."))
        return do.otherwise
