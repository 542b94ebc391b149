"""What a call carries along, as applications.

Variables are compared by their hashes and are never part of another argument, whatever
they hold.
"""

from __future__ import annotations

from collections.abc import Mapping

from callflows import instructions as op
from callflows.instructions import Source
from telephony.dialplan import text
from telephony.dialplan.emit.caller import caller_digits, keep_original
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code

_LOOKED_AT: Mapping[Source, Safe] = {
    Source.CALLER: code("PBX_DIGITS"),
    Source.DIALLED: code("CALLERID(dnid)"),
}


class Values(Writer):
    """What a call carries along, as applications."""

    def emit_SetVariable(self, do: op.SetVariable, first: int) -> list[Line]:
        return [
            ("Set", (a,)) for a in text.user_text(channel_variable(do.name), do.value)
        ]

    def emit_BranchOnValue(self, do: op.BranchOnValue, first: int) -> list[Line]:
        value = _LOOKED_AT.get(do.source) or text.variable(channel_variable(do.name))
        lines: list[Line] = []
        if do.source == Source.CALLER:
            lines += caller_digits()
        known = code("${LEN(${%s})}?:%s", value, at(do.otherwise))
        lines.append(("GotoIf", (known, ONE)))
        for case in do.cases:
            same = code(
                '$["${MD5(${%s})}" = "%s"]?%s',
                value,
                text.md5(case.value),
                at(case.to),
            )
            lines.append(("GotoIf", (same, ONE)))
        return [*lines, *self.jump(do.otherwise)]

    def emit_CollectDigits(self, do: op.CollectDigits, first: int) -> list[Line]:
        name = text.variable(channel_variable(do.name))
        prompt = text.sound(do.prompt.path) if do.prompt else code("")
        ends = text.diallable(do.ends) if do.ends else code("")
        read = (name, prompt, code("%s", do.most), code("t(%s)", ends))
        return [
            ("Read", (*read, code("%s", do.tries), code("%s", do.seconds))),
            ("Set", (code("%s=${FILTER(0-9*#,${%s})}", name, name),)),
            ("GotoIf", (code("${LEN(${%s})}?%s", name, at(do.entered)), ONE)),
            *self.jump(do.nothing),
        ]

    def emit_ShowVariable(self, do: op.ShowVariable, first: int) -> list[Line]:
        digits = code("${FILTER(0-9,${%s})}", text.variable(channel_variable(do.name)))
        lines = keep_original(first)
        after = first + len(lines) + 2
        lines.append(("GotoIf", (code("${LEN(%s)}?:%s", digits, after),)))
        return [*lines, ("Set", (code("CALLERID(num)=%s", digits),))]


def channel_variable(variable: str) -> str:
    """The channel variable of a variable of callflows; apart from all others."""
    return f"PBX_V_{variable.upper()}"
