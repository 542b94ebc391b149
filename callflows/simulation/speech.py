"""What the system's own voice says to a simulated caller."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.instructions import Spoken
from callflows.prompt_languages import LANGUAGES
from callflows.simulation.call import Call
from callflows.time_rules import local_time


class Speech(Call):
    """What the system's own voice says to a simulated caller."""

    def emit_SetLanguage(self, do: op.SetLanguage) -> None:
        language = {"language": LANGUAGES[do.language]}
        self.say(_("The system speaks %(language)s from here on.") % language)

    def emit_Say(self, do: op.Say) -> None:
        local = local_time(self.now, do.timezone)
        if do.what == Spoken.DATE:
            said = f"{local:%Y-%m-%d}"
        elif do.what == Spoken.TIME:
            said = f"{local:%H:%M}"
        else:
            held = self.variables.get(do.variable, "") if do.variable else do.value
            said = do.what.of(held)
        if said:
            self.say(_("Says “%(said)s”.") % {"said": said})
        else:
            self.say(_("There is nothing to say."))
