"""What the system itself says, and when it waits or refuses, as applications."""

from __future__ import annotations

from callflows import instructions as op
from telephony.dialplan import text
from telephony.dialplan.emit.writer import Line, Writer
from telephony.dialplan.text import code

# Q.850 causes by the SIP response that chan_pjsip makes of them.
# SOURCE: Asterisk channels/chan_pjsip.c, hangup_cause2sip(); each tried on a telephone.
_CAUSES = {
    403: 21,
    404: 1,
    408: 18,
    410: 22,
    480: 20,
    484: 28,
    486: 17,
    500: 38,
    501: 29,
    502: 27,
    503: 34,
    603: 16,
}


class Prompts(Writer):
    """What the system itself says, and when it waits or refuses, as applications."""

    def emit_Pause(self, do: op.Pause, first: int) -> list[Line]:
        return [("Wait", (code("%s", do.seconds),))]

    def emit_Reject(self, do: op.Reject, first: int) -> list[Line]:
        lines: list[Line] = []
        if do.sound:
            early = (text.sound(do.sound.path), code("noanswer"))
            lines = [("Progress", ()), ("Playback", early)]
        return [*lines, ("Hangup", (code("%s", _CAUSES[do.code]),))]
