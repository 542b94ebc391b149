"""What is kept of a call's sound, as applications.

The sound lies in a directory of the account below Asterisk's `monitor`, under a name that
nobody can guess; an event in the call's records tells the portal of it.
"""

from __future__ import annotations

from callflows import instructions as op
from telephony.dialplan import text
from telephony.dialplan.emit.writer import Line, Writer
from telephony.dialplan.text import code

# RAND() draws from the system's source of chance: 124 bits.
CHANCE = code(
    "${RAND(0,2147483647)}${RAND(0,2147483647)}${RAND(0,2147483647)}"
    "${RAND(0,2147483647)}"
)


class Recording(Writer):
    """What is kept of a call's sound, as applications."""

    def emit_Record(self, do: op.Record, first: int) -> list[Line]:
        place = code("%s/${PBX_RECORDING}.wav", self.account)
        to = text.name(str(do.address.id)) if do.address else code("-")
        kept = code("keep") if do.keep else code("send")
        return [
            ("StopMixMonitor", ()),
            ("Set", (code("PBX_RECORDING=${SHA1(%s)}", CHANCE),)),
            (
                "CELGenUserEvent",
                (code("recording"), code("${PBX_RECORDING}/%s/%s", to, kept)),
            ),
            ("MixMonitor", (place, code("b")) if do.talk_only else (place,)),
        ]

    def emit_StopRecord(self, do: op.StopRecord, first: int) -> list[Line]:
        return [("StopMixMonitor", ())]
