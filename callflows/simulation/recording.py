"""What is kept of a simulated call's sound."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import TRIES, To
from callflows.simulation.call import Call
from callflows.simulation.conference import WAIT_FOR_A_KEY

# What the caller answers who has spoken: keep it, hear it, speak again.
KEEPS, HEARS, SPEAKS = "123"


class Recording(Call):
    """What is kept of a simulated call's sound."""

    def emit_Record(self, do: op.Record) -> None:
        if do.talk_only:
            self.say(_("The call is recorded from here, while two people talk."))
        else:
            self.say(_("The call is recorded from here."))
        if do.address:
            self.say(_("“%(name)s” gets the recording.") % {"name": do.address.name})

    def emit_StopRecord(self, do: op.StopRecord) -> None:
        self.say(_("Recording ends."))

    def emit_Dictate(self, do: op.Dictate) -> To | None:
        """Every key is an answer to the question that follows what was spoken."""
        asked = 0
        self.hears_prompts("vm-intro")
        while asked < TRIES:
            self.hears_prompts("vm-review")
            key = self.keys.pop(0) if self.keys else ""
            if key == KEEPS:
                self.hears_prompts("vm-msgsaved")
                self.say(
                    _("The caller speaks “%(name)s” anew.") % {"name": do.sound.name}
                )
                return None
            if key == SPEAKS:
                self.hears_prompts("vm-intro")
            if key not in (HEARS, SPEAKS):
                asked += 1
                self.wait(WAIT_FOR_A_KEY)
        self.say(_("The caller keeps nothing."))
        return do.dropped
