"""What becomes of a simulated call to the public network."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Block, Cause, To, Whose
from callflows.simulation.call import Call


class Gateway(Call):
    """What becomes of a simulated call to the public network."""

    def emit_CallOutside(self, do: op.CallOutside) -> To | None:
        shown = self.outside.caller_number
        if do.whose == Whose.CALLER:
            own = self.outside.plan.e164(self.caller_number)
            shown = f"+{own}" if own else shown
        cause = self.goes_out(do.number, shown)
        if cause is None:
            return None
        if cause == Cause.NO_ANSWER:
            self.wait(do.seconds)
        return {Cause.BUSY: do.busy, Cause.NO_ANSWER: do.no_answer}.get(
            cause, do.failed
        )

    def emit_DialIn(self, do: op.DialIn) -> To | Block | None:
        if do.pin and not self._knows_pin(do):
            return do.wrong_pin
        number = self.enter_number(do.seconds)
        if not number:
            self.say(_("The caller enters no number."))
            return do.no_number
        self.say(_("The caller dials %(number)s.") % {"number": number})
        return self.dial_again(number)

    def _knows_pin(self, do: op.DialIn) -> bool:
        for _attempt in range(do.tries):
            self.hears_prompts("agent-pass")
            if self.enter_number(do.seconds) == do.pin:
                self.say(_("The PIN is right."))
                return True
            self.hears_prompts("vm-incorrect")
            self.say(_("The PIN is wrong."))
        return False
