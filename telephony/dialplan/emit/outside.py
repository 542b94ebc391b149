"""Who is told or asked outside, as applications.

Asterisk itself never sends anything to an address of a customer's: notices go with the
call's records, and questions to the portal's own program, which looks the address up.
"""

from __future__ import annotations

from callflows import instructions as op
from telephony.dialplan import text
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import code


class Outside(Writer):
    """Who is told or asked outside, as applications."""

    def emit_Notify(self, do: op.Notify, first: int) -> list[Line]:
        target = text.name(str(do.target))
        return [("CELGenUserEvent", (text.name(do.notice.value), target))]

    def emit_Ask(self, do: op.Ask, first: int) -> list[Line]:
        # Without the program AGI() fails and the call goes on.
        asked = (code("agi://${PBX_AGI}/ask"), text.name(str(do.address.id)))
        answer = code("${MD5(${PBX_ANSWER})}")
        lines: list[Line] = [("Set", (code("PBX_ANSWER="),)), ("AGI", asked)]
        lines += [
            (
                "GotoIf",
                (code('$["%s" = "%s"]?%s', answer, text.md5(c.answer), at(c.to)), ONE),
            )
            for c in do.cases
        ]
        return [*lines, *self.jump(do.otherwise)]
