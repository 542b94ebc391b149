"""How a simulated call gets from place to place."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Block, Cause, To
from callflows.simulation.call import Call
from callflows.words import CAUSES


class Leave(Call):
    """How a simulated call gets from place to place."""

    def emit_Mark(self, do: op.Mark) -> None:
        """The step was noted on entering the block."""

    def emit_Goto(self, do: op.Goto) -> To:
        return do.to

    def emit_Jump(self, do: op.Jump) -> Block | None:
        self.hops += 1
        name = {"name": do.callflow.name}
        if self.hops > op.MAX_HOPS:
            self.finish("loop", _("The call goes in circles and is ended."))
            return None
        self.say(_("Goes on in “%(name)s”.") % name)
        return self.enter(do.callflow.unit)

    def emit_HangUp(self, do: op.HangUp) -> None:
        cause = self.dialled if do.cause == Cause.AS_DIALLED else do.cause
        text = _("The call ends: %(why)s.") % {"why": CAUSES[cause]}
        self.finish("hung-up", text, cause=cause.value)
