"""What the system itself says to a caller, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callflows import instructions as op
from callflows.words.said import Said, Words


class Prompts(Words):
    """What the system itself says to a caller, in words."""

    def emit_Pause(self, do: op.Pause) -> Said:
        text = ngettext("Wait for %(n)s second.", "Wait for %(n)s seconds.", do.seconds)
        return text % {"n": do.seconds}, []

    def emit_Reject(self, do: op.Reject) -> Said:
        refuse = _("Refuse the call with SIP %(code)s.") % {"code": do.code}
        if not do.sound:
            return refuse, []
        play = _("Play “%(name)s” without answering.") % {"name": do.sound.name}
        return f"{play} {refuse}", []
