"""What fax machines send, as applications.

The pages lie in Asterisk's spool, under a name that begins with the account's and that
nobody can guess. An event in the call's records tells the portal that a fax may come,
a second one, when the call ends, what came of it.
"""

from __future__ import annotations

from callflows import instructions as op
from telephony.dialplan import text
from telephony.dialplan.emit.leave import hang_up
from telephony.dialplan.emit.recording import CHANCE
from telephony.dialplan.emit.writer import Line, Writer
from telephony.dialplan.text import code

# Seconds: a hundred pages at a slow rate.
LONGEST = 3600
# Both texts come from outside, and may be anything.
_SAID = code(
    "${URIENCODE(${FAXSTATUS})}/0${FILTER(0-9,${FAXPAGES})}"
    "/${URIENCODE(${REMOTESTATIONID})}/${URIENCODE(${FAXERROR})}"
)


class Fax(Writer):
    """What fax machines send, as applications."""

    def emit_ReceiveFax(self, do: op.ReceiveFax, first: int) -> list[Line]:
        named = code("${PBX_FAX}/%s", text.name(str(do.box.id)))
        end: list[Line] = [
            ("CELGenUserEvent", (code("faxed"), code("%s/%s", named, _SAID))),
            ("Return", ()),
        ]
        # A fax machine hangs up as soon as it has sent its pages.
        handler = self.put_beside(code("f"), end)
        push = code("CHANNEL(hangup_handler_push)=%s,%s,1", self.context, handler)
        lines: list[Line] = [
            ("Set", (code("PBX_FAX=${SHA1(%s)}", CHANCE),)),
            ("CELGenUserEvent", (code("fax"), named)),
            ("Set", (push,)),
            ("Set", (code("TIMEOUT(absolute)=%s", LONGEST),)),
        ]
        if do.box.station:
            station = text.station(do.box.station)
            lines.append(("Set", (code("FAXOPT(localstationid)=%s", station),)))
        place = code("${PBX_FAXES}/%s.${PBX_FAX}.tif", self.account)
        # `f`: as sound if T.38 fails; `F`: as sound at once.
        how = code("f") if do.box.t38 else code("F")
        return [*lines, ("ReceiveFAX", (place, how)), hang_up(op.Cause.NORMAL)]
