"""Calls to and from the public network, as applications.

What may be called, what is shown and who takes it stands in the account's outbound unit.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import MAX_HOPS, MOST_WRONG_PINS
from pbxportal.lib.names import outbound_unit
from telephony.dialplan import text
from telephony.dialplan.emit.leave import GOES_IN_CIRCLES
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code

# Wrong PINs are counted by the first digits of the seconds since 1970: 1000 seconds.
_WINDOW = code("${EPOCH:0:7}")
PLAIN = code("")
_LONGEST_PIN, _LONGEST_NUMBER = 12, 20


class Gateway(Writer):
    """Calls to and from the public network, as applications."""

    def emit_CallOutside(self, do: op.CallOutside, first: int) -> list[Line]:
        unit = text.name(outbound_unit(self.account))
        there = code(
            "${DIALPLAN_EXISTS(${PBX_OUTSIDE},call,1)}?%s:%s", first + 2, at(do.failed)
        )
        asked = (text.diallable(do.number), code("%s", do.seconds))
        call = code("1(%s,%s,%s)", *asked, text.name(do.whose.value))
        return [
            ("Set", (code("PBX_OUTSIDE=${DB(cf/%s)}", unit),)),
            ("GotoIf", (there, ONE)),
            ("Gosub", (code("${PBX_OUTSIDE}"), code("call"), call)),
            ("GotoIf", (code("${LEN(${PBX_REFUSED})}?%s", at(do.failed)), ONE)),
            ("GotoIf", (_dialled("BUSY", at(do.busy)), ONE)),
            ("GotoIf", (_dialled("NOANSWER", at(do.no_answer)), ONE)),
            *self.jump(do.failed),
        ]

    def emit_DialIn(self, do: op.DialIn, first: int) -> list[Line]:
        lines = self._ask_pin(do, first) if do.pin else []
        entered = code(
            "${LEN(${PBX_NUMBER})}?%s:%s", first + len(lines) + 3, at(do.no_number)
        )
        return [
            *lines,
            _read(
                code("PBX_NUMBER"), code("dial"), _LONGEST_NUMBER, do.seconds, code("i")
            ),
            ("Set", (code("PBX_NUMBER=${FILTER(0-9*+,${PBX_NUMBER})}"),)),
            ("GotoIf", (entered, ONE)),
            # What is called is shown the account's number, whoever has called in.
            ("Set", (code("PBX_CID="),)),
            ("Set", (code("__ACCOUNT=%s", self.account),)),
            ("Set", (code("__PBX_HOPS=$[0${PBX_HOPS} + 1]"),)),
            (
                "GotoIf",
                (code("$[${PBX_HOPS} > %s]?%s", MAX_HOPS, first + len(lines) + 8),),
            ),
            ("Goto", (code("dial-again,${PBX_NUMBER},1"),)),
            ("Hangup", (GOES_IN_CIRCLES,)),
        ]

    def _ask_pin(self, do: op.DialIn, first: int) -> list[Line]:
        unit = text.name(self.context.rpartition("-v")[0])
        wrong = code("DB(disa/%s)", unit)
        counted = code('$["${PBX_WRONG:0:7}" = "%s"]', _WINDOW)
        right = code(
            '$["${MD5(${PBX_PIN})}" = "%s" & ${PBX_WRONG} < %s]?%s',
            text.md5(do.pin),
            MOST_WRONG_PINS,
            first + 10,
        )
        again = code("$[${PBX_TRY} < %s]?%s:%s", do.tries, first + 1, at(do.wrong_pin))
        return [
            ("Set", (code("PBX_TRY=0"),)),
            _read(code("PBX_PIN"), code("agent-pass"), _LONGEST_PIN, do.seconds),
            # Counted now, not before the keys: many callers may try at the same time.
            ("Set", (code("PBX_WRONG=${%s}", wrong),)),
            ("Set", (code("PBX_WRONG=${IF(%s?${PBX_WRONG:8}:0)}", counted),)),
            ("GotoIf", (right,)),
            # Who keys in nothing has tried nothing.
            ("GotoIf", (code("${LEN(${PBX_PIN})}?%s:%s", first + 6, first + 7),)),
            ("Set", (code("%s=%s:$[${PBX_WRONG} + 1]", wrong, _WINDOW),)),
            ("Set", (code("PBX_TRY=$[${PBX_TRY} + 1]"),)),
            ("Playback", (code("vm-incorrect"),)),
            ("GotoIf", (again, ONE)),
            ("Set", (code("PBX_PIN="),)),
        ]


def _read(
    to: Safe, sound: Safe, most: int, seconds: int, options: Safe = PLAIN
) -> Line:
    wait = (code("1"), code("%s", seconds))
    return "Read", (to, sound, code("%s", most), options, *wait)


def _dialled(status: str, to: Safe) -> Safe:
    return code('$["${DIALSTATUS}" = "%s"]?%s', text.variable(status), to)
