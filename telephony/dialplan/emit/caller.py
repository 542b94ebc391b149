"""Whom a call seems to come from, as applications.

Callers' names are text of strangers, prefixes that of customers: both are only ever
values of Set(), which takes everything after its first `=` as it is.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import Showing
from callflows.number_pattern import NUMBER, SHORTEST, matches
from telephony.dialplan import text
from telephony.dialplan.emit.ring import BEFORE_RING
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import code

_BEFORE_RING = code("b(%s^%s^1)", *BEFORE_RING)


class Caller(Writer):
    """Whom a call seems to come from, as applications."""

    def emit_ShowCaller(self, do: op.ShowCaller, first: int) -> list[Line]:
        lines = keep_original(first)
        if do.how in (Showing.BEFORE_ORIGINAL, Showing.ORIGINAL):
            lines += [
                ("Set", (code("CALLERID(name)=${PBX_CALLER_NAME}"),)),
                ("Set", (code("CALLERID(num)=${PBX_CALLER_NUMBER}"),)),
            ]
        instead = do.how == Showing.INSTEAD
        if do.name:
            after = code("") if instead else code("${CALLERID(name)}")
            lines += [("Set", (a,)) for a in text.user_text("PBX_TEXT", do.name)]
            lines += [("Set", (code("CALLERID(name)=${PBX_TEXT}%s", after),))]
        if do.number:
            after = code("") if instead else code("${CALLERID(num)}")
            number = text.diallable(do.number)
            lines += [("Set", (code("CALLERID(num)=%s%s", number, after),))]
        return lines

    def emit_SetAlert(self, do: op.SetAlert, first: int) -> list[Line]:
        # Two underscores: the telephones' channels inherit it, through others too. Without
        # an alert the option stays: what a caller hides needs it as well.
        if not do.info:
            return [("Set", (code("__PBX_ALERT="),))]
        lines: list[Line] = [("Set", (code("__PBX_BEFORE_RING=%s", _BEFORE_RING),))]
        lines += [("Set", (a,)) for a in text.user_text("PBX_TEXT", do.info)]
        return [*lines, ("Set", (code("__PBX_ALERT=${PBX_TEXT}"),))]

    def emit_MatchCaller(self, do: op.MatchCaller, first: int) -> list[Line]:
        # Nobody's number has no digit to compare: that is decided here.
        empty = do.match if matches(do.pattern, "") else do.otherwise
        plain: Line = ("GotoIf", (code("${LEN(${PBX_DIGITS})}?:%s", at(empty)), ONE))
        pattern = text.number_pattern(do.pattern)
        found = code('${REGEX("%s" ${PBX_DIGITS})}?%s', pattern, at(do.match))
        lines: list[Line] = [*caller_digits(), plain]
        lines += _without(do.country_code, first + len(lines))
        return [*lines, ("GotoIf", (found, ONE)), *self.jump(do.otherwise)]


def caller_digits() -> list[Line]:
    """Leaves the digits of the number that the call came with in PBX_DIGITS."""
    kept = code("${FILTER(0-9,${PBX_CALLER_NUMBER})}")
    shown = code("${FILTER(0-9,${CALLERID(num)})}")
    digits = code("PBX_DIGITS=${IF(${LEN(${PBX_CALLER_KEPT})}?%s:%s)}", kept, shown)
    return [
        ("Set", (digits,)),
        ("Set", (code("PBX_DIGITS=${PBX_DIGITS:0:%s}", NUMBER),)),
    ]


def _without(country_code: str, first: int) -> list[Line]:
    """Takes the country code off PBX_DIGITS."""
    if not country_code:
        return []
    length, digits = len(country_code), text.diallable(country_code)
    here = code(
        '$["${PBX_DIGITS:0:%s}" = "%s" & ${LEN(${PBX_DIGITS})} >= %s]?:%s',
        length,
        digits,
        length + SHORTEST,
        first + 2,
    )
    return [
        ("GotoIf", (here,)),
        ("Set", (code("PBX_DIGITS=${PBX_DIGITS:%s}", length),)),
    ]


def keep_original(first: int) -> list[Line]:
    """Remembers what the call came with, unless that was done before."""
    return [
        ("GotoIf", (code("${LEN(${PBX_CALLER_KEPT})}?%s", first + 4),)),
        ("Set", (code("PBX_CALLER_KEPT=1"),)),
        ("Set", (code("PBX_CALLER_NAME=${CALLERID(name)}"),)),
        ("Set", (code("PBX_CALLER_NUMBER=${CALLERID(num)}"),)),
    ]
