"""Whom a simulated call rings."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Cause, To
from callflows.simulation.call import Call
from callflows.simulation.scenario import Outcome


class Ring(Call):
    """Whom a simulated call rings."""

    def emit_Dial(self, do: op.Dial) -> To | None:
        outcome = self._outcome(do)
        name = {"name": do.name, "seconds": do.seconds}
        self.dialled = Cause.BUSY if outcome == Outcome.BUSY else Cause.NO_ANSWER
        if outcome == Outcome.ANSWER:
            self.say(_("%(name)s rings and answers.") % name)
            text = _("%(name)s talks to the caller.") % name
            self.finish("answered", text, who=str(do.whom))
            return None
        if outcome == Outcome.NO_ANSWER:
            self.say(_("%(name)s rings for %(seconds)s seconds in vain.") % name)
            self.wait(do.seconds)
        elif outcome == Outcome.BUSY:
            self.say(_("%(name)s is busy.") % name)
        else:
            self.say(_("%(name)s has no telephone that is registered.") % name)
        return do.unanswered

    def _outcome(self, do: op.Dial) -> Outcome:
        """What comes of ringing all devices together."""
        named, by = str(do.whom), self.scenario.outcomes
        each = {by.get(str(d.id), by.get(named, Outcome.ANSWER)) for d in do.devices}
        for outcome in (Outcome.ANSWER, Outcome.NO_ANSWER, Outcome.BUSY):
            if outcome in each:
                return outcome
        return Outcome.OFFLINE

    def emit_Voicemail(self, do: op.Voicemail) -> None:
        name = {"name": do.box.name}
        self.say(_("The mailbox “%(name)s” takes a message.") % name)
        text = _("The caller leaves a message for “%(name)s”.") % name
        self.finish("voicemail", text, who=str(do.box.id))
