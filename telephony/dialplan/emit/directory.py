"""Finding people by name, as applications.

Beside the block stands an extension for each beginning of a name, such as `n3k546`, so
that a large directory is not searched but jumped into.
"""

from __future__ import annotations

from collections.abc import Mapping

from callflows import instructions as op
from callflows.instructions.directory import LEAVE, LETTERS, OPERATOR, PAUSE
from callflows.snapshot_types import DirectoryInfo, Listed
from telephony.dialplan import text
from telephony.dialplan.emit.leave import Leave
from telephony.dialplan.emit.writer import ONE, Line, at
from telephony.dialplan.text import Safe, code

# Asterisk's own announcements: "… enter the first three letters of your party's … name".
_ASKED = {
    "first": code("dir-first"),
    "last": code("dir-last"),
    "either": code("dir-firstlast"),
}
# "If this is the person you are looking for press 1 now, otherwise press star now."
_QUESTION = code("dir-instr")
_SECONDS_TO_CONFIRM = 5


def by_keys(directory: DirectoryInfo) -> Mapping[str, list[Listed]]:
    """Who is found by which keys, in the directory's order."""
    found: dict[str, list[Listed]] = {}
    for listed in directory.listed:
        for keys in dict.fromkeys(listed.keys):
            found.setdefault(keys, []).append(listed)
    return found


class FindByName(Leave):
    """Finding people by name, as applications."""

    def emit_FindByName(self, do: op.FindByName, first: int) -> list[Line]:
        retry = first + 10
        own = code(
            "dir-welcome&dir-pls-enter&digits/3&%s&dir-usingkeypad",
            _ASKED[do.directory.names],
        )
        prompt = text.sound(do.prompt.path) if do.prompt else own
        found = code("%sk${PBX_KEY}", self.here)
        known = code("${DIALPLAN_EXISTS(%s,%s,1)}?%s", self.context, found, found)
        for keys, people in by_keys(do.directory).items():
            lines = self._announced(people, do.directory.confirm, retry)
            self.put_beside(code("k%s", text.mailbox(keys)), lines)
        again = code("$[${PBX_TRY} < %s]?%s", do.tries, first + 1)
        return [
            ("Set", (code("PBX_TRY=0"),)),
            ("Set", (code("PBX_TRY=$[${PBX_TRY} + 1]"),)),
            _read(code("PBX_KEY"), prompt, 1, do.seconds),
            ("GotoIf", (_pressed(OPERATOR, at(do.operator)), ONE)),
            ("GotoIf", (_pressed(LEAVE, at(do.nobody)), ONE)),
            ("GotoIf", (code("$[${LEN(${PBX_KEY})} = 0]?%s", retry),)),
            _read(code("PBX_MORE"), code(""), LETTERS - 1, PAUSE, ends="#"),
            ("Set", (code("PBX_KEY=${FILTER(0-9,${PBX_KEY}${PBX_MORE})}"),)),
            ("GotoIf", (known, ONE)),
            ("Playback", (code("dir-nomatch"),)),
            ("GotoIf", (again,)),
            *self.jump(do.nobody),
        ]

    def _announced(self, people: list[Listed], confirm: bool, retry: int) -> list[Line]:
        """Each of them is named, and taken when the caller says so."""
        ask = confirm or len(people) > 1
        lines: list[Line] = []
        for listed in people:
            jump = op.Jump(listed.callflow)
            if ask:
                after = len(lines) + 5 + len(self.emit_Jump(jump, 1)) + 1
                lines += self._asked(listed, len(lines) + 1, after)
            lines += self.emit_Jump(jump, len(lines) + 1)
        if ask:
            lines.append(("Playback", (code("dir-nomore"),)))
            lines.append(("Goto", (self.here, code("%s", retry))))
        return lines

    def _asked(self, listed: Listed, first: int, otherwise: int) -> list[Line]:
        """Five lines that go on only when the caller presses 1."""
        box = text.mailbox(listed.mailbox) if listed.mailbox else code("0")
        name = code("${ASTSPOOLDIR}/voicemail/%s/%s/greet", self.account, box)
        said = code('$["${PLAYBACKSTATUS}" = "SUCCESS"]?%s', first + 3)
        yes = code('$["${PBX_KEY}" = "1"]?%s:%s', first + 5, otherwise)
        return [
            ("Playback", (name,)),
            ("GotoIf", (said,)),
            ("SayDigits", (text.mailbox(listed.extension),)),
            _read(code("PBX_KEY"), _QUESTION, 1, _SECONDS_TO_CONFIRM),
            ("GotoIf", (yes,)),
        ]


def _read(
    variable: Safe, prompt: Safe, keys: int, seconds: int, ends: str = ""
) -> Line:
    """Read(), in which no key ends the input unless one is given."""
    option = code("") if ends == "#" else code("t()")
    count, wait = code("%s", keys), code("%s", seconds)
    return "Read", (variable, prompt, count, option, code("1"), wait)


def _pressed(key: str, to: Safe) -> Safe:
    return code('$["${PBX_KEY}" = "%s"]?%s', text.diallable(key), to)
