"""What a caller hears, as applications."""

from __future__ import annotations

from callflows import instructions as op
from telephony.dialplan import text
from telephony.dialplan.emit.writer import Line, Writer


class Sound(Writer):
    """What a caller hears, as applications."""

    def emit_Answer(self, do: op.Answer, first: int) -> list[Line]:
        return [("Answer", ())]

    def emit_Play(self, do: op.Play, first: int) -> list[Line]:
        return [("Playback", (text.sound(do.sound.path),))]
