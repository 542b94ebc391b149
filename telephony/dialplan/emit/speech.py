"""What the system's own voice says, as applications."""

from __future__ import annotations

from collections.abc import Mapping

from callflows import instructions as op
from callflows.instructions import LONGEST_NUMBER, Spoken
from pbxportal.lib.names import prompt_language
from telephony.dialplan import text
from telephony.dialplan.emit.values import channel_variable
from telephony.dialplan.emit.writer import Line, Writer
from telephony.dialplan.text import Safe, code

_SAYS: Mapping[Spoken, str] = {
    Spoken.DIGITS: "SayDigits",
    Spoken.NUMBER: "SayNumber",
    Spoken.LETTERS: "SayAlpha",
}
# SOURCE: Asterisk's documentation of SayUnixTime: weekday, month, day, year; hour, minute.
_CLOCK: Mapping[Spoken, Safe] = {
    Spoken.DATE: code("AdBY"),
    Spoken.TIME: code("IMp"),
}


class Speech(Writer):
    """What the system's own voice says, as applications."""

    def emit_SetLanguage(self, do: op.SetLanguage, first: int) -> list[Line]:
        own = text.language(prompt_language(self.account, do.language))
        return [("Set", (code("CHANNEL(language)=%s", own),))]

    def emit_Say(self, do: op.Say, first: int) -> list[Line]:
        if do.what in _CLOCK:
            clock = (code(""), text.zone(do.timezone), _CLOCK[do.what])
            return [("SayUnixTime", clock)]
        says = _SAYS[do.what]
        if not do.variable:
            return [(says, (text.plain(do.value),))]
        allowed = code("0-9A-Za-z") if do.what == Spoken.LETTERS else code("0-9")
        held = text.variable(channel_variable(do.variable))
        longest = LONGEST_NUMBER if do.what == Spoken.NUMBER else text.LONGEST
        return [
            ("Set", (code("PBX_SAID=${FILTER(%s,${%s})}", allowed, held),)),
            ("GotoIf", (code("${LEN(${PBX_SAID})}?:%s", first + 3),)),
            (says, (code("${PBX_SAID:0:%s}", longest),)),
        ]
