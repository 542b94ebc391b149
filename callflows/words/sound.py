"""What a caller hears, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.words.said import Said, Words


class Sound(Words):
    """What a caller hears, in words."""

    def emit_Answer(self, do: op.Answer) -> Said:
        return "", []

    def emit_Play(self, do: op.Play) -> Said:
        return _("Play “%(name)s”.") % {"name": do.sound.name}, []
