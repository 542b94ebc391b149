"""Which way a call goes, as applications."""

from __future__ import annotations

from callflows import instructions as op
from telephony.dialplan import text, times
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import code


class Choice(Writer):
    """Which way a call goes, as applications."""

    def emit_BranchOnTime(self, do: op.BranchOnTime, first: int) -> list[Line]:
        cases = [(c, case.to) for case in do.cases for c in times.conditions(case.rule)]
        lines: list[Line] = []
        if cases:
            wanted = times.clock((c for c, _ in cases), text.zone(do.timezone))
            lines += [("Set", (argument,)) for argument in wanted]
        lines += [("GotoIf", (code("$[%s]?%s", c, at(to)), ONE)) for c, to in cases]
        return [*lines, *self.jump(do.otherwise)]
