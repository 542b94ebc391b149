"""Whom a simulated call tells and asks outside."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Notice, To
from callflows.simulation.call import Call


class Outside(Call):
    """Whom a simulated call tells and asks outside."""

    def emit_Notify(self, do: op.Notify) -> None:
        name = {"name": do.name}
        if do.notice == Notice.WEBHOOK:
            self.say(_("“%(name)s” is told of the call.") % name)
        else:
            self.say(_("%(name)s gets a mail if nobody answers the call.") % name)

    def emit_Ask(self, do: op.Ask) -> To:
        answer = self.scenario.answers.get(str(do.address.id), "")
        name = {"name": do.address.name, "answer": answer}
        for case in do.cases:
            if case.answer == answer:
                self.say(_("“%(name)s” answers “%(answer)s”.") % name)
                return case.to
        self.say(_("“%(name)s” gives no answer that leads anywhere.") % name)
        return do.otherwise
