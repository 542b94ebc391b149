"""What the system itself says to a simulated caller."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.simulation.call import Call


class Prompts(Call):
    """What the system itself says to a simulated caller."""

    def emit_Pause(self, do: op.Pause) -> None:
        self.say(_("Waits for %(n)s s.") % {"n": do.seconds})
        self.wait(do.seconds)

    def emit_Reject(self, do: op.Reject) -> None:
        if do.sound:
            name = {"name": do.sound.name}
            self.say(_("Plays “%(name)s” without answering.") % name)
        text = _("The call is refused with SIP %(code)s.") % {"code": do.code}
        self.finish("hung-up", text, cause=str(do.code))
