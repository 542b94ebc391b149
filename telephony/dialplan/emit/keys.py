"""What a caller is asked for, as applications."""

from __future__ import annotations

from callflows import instructions as op
from telephony.dialplan import text
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code


class Keys(Writer):
    """What a caller is asked for, as applications."""

    def emit_Gather(self, do: op.Gather, first: int) -> list[Line]:
        prompt = text.sound(do.prompt.path) if do.prompt else code("")
        again = first + 1
        # `t()`: no key ends the input, so that `#` can be chosen like any other.
        read = (code("PBX_KEY"), prompt, code("1"), code("t()"), code("1"))
        lines: list[Line] = [
            ("Set", (code("PBX_TRY=0"),)),
            ("Set", (code("PBX_TRY=$[${PBX_TRY} + 1]"),)),
            ("Read", (*read, code("%s", do.seconds))),
        ]
        lines += [
            (
                "GotoIf",
                (code('$["${PBX_KEY}" = "%s"]?%s', _key(c.key), at(c.to)), ONE),
            )
            for c in do.cases
        ]
        wrong = first + len(lines) + 3
        retry: Line = (
            "GotoIf",
            (code("$[${PBX_TRY} < %s]?%s", do.tries, again),),
        )
        lines += [("GotoIf", (code("${LEN(${PBX_KEY})}?%s", wrong),)), retry]
        lines += self.jump(do.no_key)
        if do.invalid:
            lines.append(("Playback", (text.sound(do.invalid.path),)))
        return [*lines, retry, *self.jump(do.other_key)]


def _key(key: str) -> Safe:
    if len(key) != 1:
        raise text.NotSafe(f"no key: {key!r}")
    return text.diallable(key)
