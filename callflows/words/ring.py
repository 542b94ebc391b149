"""Who is rung, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from callflows import instructions as op
from callflows.instructions import Greeting
from callflows.words.said import Said, Words

GREETINGS: Mapping[Greeting, str | Promise] = {
    Greeting.UNAVAILABLE: gettext_lazy("with the greeting for “not available”"),
    Greeting.BUSY: gettext_lazy("with the greeting for “busy”"),
    Greeting.NONE: gettext_lazy("without a greeting"),
}


class Ring(Words):
    """Who is rung, in words."""

    def emit_Dial(self, do: op.Dial) -> Said:
        text = ngettext(
            "Ring %(name)s for %(n)s second.",
            "Ring %(name)s for %(n)s seconds.",
            do.seconds,
        )
        if do.auto_answer:
            text = _("Speak to %(name)s through the loudspeaker.")
        values = {"name": do.name, "n": do.seconds}
        return text % values, [(_("If nobody answers:"), do.unanswered)]

    def emit_Voicemail(self, do: op.Voicemail) -> Said:
        text = _("Take a message in “%(name)s”, %(greeting)s.")
        return text % {"name": do.box.name, "greeting": GREETINGS[do.greeting]}, []
