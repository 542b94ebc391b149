"""What a simulated caller hears."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.simulation.call import Call


class Sound(Call):
    """What a simulated caller hears."""

    def emit_Answer(self, do: op.Answer) -> None:
        """Answering is no news to a caller."""

    def emit_Play(self, do: op.Play) -> None:
        self.hears(do.sound)
        self.say(_("Plays “%(name)s”.") % {"name": do.sound.name})
