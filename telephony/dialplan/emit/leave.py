"""How a call gets from place to place, as applications."""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import MAX_HOPS, Cause
from telephony.dialplan import text
from telephony.dialplan.emit.writer import ONE, Line, Writer
from telephony.dialplan.text import Safe, code

# Q.850; what SIP phones are told by each: 404, 603/BYE, 486, 480, 480, 403.
_CAUSES = {
    Cause.NOT_FOUND: code("1"),
    Cause.NORMAL: code("16"),
    Cause.BUSY: code("17"),
    Cause.NO_ANSWER: code("19"),
    Cause.UNAVAILABLE: code("20"),
    Cause.REJECTED: code("21"),
    Cause.AS_DIALLED: code('${IF($["${DIALSTATUS}" = "BUSY"]?17:19)}'),
}
GOES_IN_CIRCLES = code("25")


def enter(unit: Safe) -> list[Line]:
    """Goes to the live version of a unit; comes out after it if there is none."""
    live = code("${DIALPLAN_EXISTS(${PBX_FLOW},n0,1)}?${PBX_FLOW},n0")
    return [
        ("Set", (code("PBX_FLOW=${DB(cf/%s)}", unit),)),
        ("GotoIf", (live, ONE)),
    ]


def hang_up(cause: Cause) -> Line:
    """Ends the call."""
    return "Hangup", (_CAUSES[cause],)


class Leave(Writer):
    """How a call gets from place to place, as applications."""

    def emit_Mark(self, do: op.Mark, first: int) -> list[Line]:
        place = code("%s/%s", self.context, self.here)
        return [("CELGenUserEvent", (code("node"), place))]

    def emit_Goto(self, do: op.Goto, first: int) -> list[Line]:
        return self.jump(do.to)

    def emit_Jump(self, do: op.Jump, first: int) -> list[Line]:
        place = code("Node: %s/%s", self.context, self.here)
        # Two underscores: channels that this one makes inherit the count.
        return [
            ("Set", (code("__PBX_HOPS=$[0${PBX_HOPS} + 1]"),)),
            ("GotoIf", (code("$[${PBX_HOPS} > %s]?%s", MAX_HOPS, first + 5),)),
            *enter(text.name(do.callflow.unit)),
            hang_up(Cause.UNAVAILABLE),
            ("UserEvent", (code("CallflowLoop"), place)),
            ("Hangup", (GOES_IN_CIRCLES,)),
        ]

    def emit_HangUp(self, do: op.HangUp, first: int) -> list[Line]:
        return [hang_up(do.cause)]
