"""Sounds that a caller speaks, as applications.

They are written like recordings, under a name that nobody can guess; only an event in the
call's records makes one a sound of the media library.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import TRIES
from telephony.dialplan import text
from telephony.dialplan.emit.conference import typed
from telephony.dialplan.emit.recording import CHANCE
from telephony.dialplan.emit.writer import ONE, Line, Writer
from telephony.dialplan.text import code

# Seconds: what the media library takes; and the silence that ends a recording, as # does.
_LONGEST, _SILENCE = 15 * 60, 5
_WAIT_FOR_A_KEY = 5


class Dictation(Writer):
    """Sounds that a caller speaks, as applications."""

    def emit_Dictate(self, do: op.Dictate, first: int) -> list[Line]:
        """Nothing is told of a file that is not kept: it is cleared away later."""
        again, listen, ask, keep = first + 1, first + 4, first + 5, first + 12
        sound = code("${PBX_RECORDINGS}/%s/${PBX_RECORDING}", self.account)
        spoken = (code("%s.wav", sound), code("%s", _SILENCE), code("%s", _LONGEST))
        key = (code("PBX_KEY"), code("vm-review"), ONE, code(""), ONE)
        kept = code("${PBX_RECORDING}/%s/media", text.name(str(do.sound.id)))
        return [
            ("Set", (code("PBX_RECORDING=dictated-${SHA1(%s):0:30}", CHANCE),)),
            ("Playback", (code("vm-intro"),)),
            ("Record", spoken),
            ("Set", (code("PBX_TRY=0"),)),
            ("Playback", (sound,)),
            ("Read", (*key, code("%s", _WAIT_FOR_A_KEY))),
            typed(code("1"), code("%s", keep)),
            typed(code("2"), code("%s", listen)),
            typed(code("3"), code("%s", again)),
            ("Set", (code("PBX_TRY=$[${PBX_TRY} + 1]"),)),
            ("GotoIf", (code("$[${PBX_TRY} < %s]?%s", TRIES, ask),)),
            *self.jump(do.dropped),
            ("CELGenUserEvent", (code("recording"), kept)),
            ("Playback", (code("vm-msgsaved"),)),
        ]
