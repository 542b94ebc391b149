"""Who is rung, as applications."""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import Greeting
from telephony.dialplan import text
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code

# What may stand in a telephone's address: it registers with a contact of its own making,
# and that becomes part of Dial's argument. Nothing that ends an argument (`,`), begins
# another destination (`&`), quotes or brackets. (`.-Z` holds `;`, which a file can't.)
_CONTACT = "sips?:[][!%%*+.-Z_a-z~-]+"

_GREETINGS = {
    Greeting.UNAVAILABLE: code("u"),
    Greeting.BUSY: code("b"),
    Greeting.NONE: code("s"),
}


class Ring(Writer):
    """Who is rung, as applications."""

    def emit_Dial(self, do: op.Dial, first: int) -> list[Line]:
        lines: list[Line] = [("Set", (code("DIALSTATUS=CHANUNAVAIL"),))]
        if not do.devices:
            return [*lines, *self.jump(do.unanswered)]
        lines.append(("Set", (code("PBX_RING="),)))
        for device in do.devices:
            lines += _add_contacts(text.endpoint(device.endpoint), first + len(lines))
        dial = first + len(lines) + 1
        ring = code("${LEN(${PBX_RING})}?%s:%s", dial, at(do.unanswered))
        # `i`: a telephone must not send the caller on to a number of its choice.
        wanted = (code("${PBX_RING:1}"), code("%s", do.seconds), code("i"))
        return [
            *lines,
            ("GotoIf", (ring, ONE)),
            ("Dial", wanted),
            *self.jump(do.unanswered),
        ]

    def emit_Voicemail(self, do: op.Voicemail, first: int) -> list[Line]:
        box = code("%s@%s", text.mailbox(do.box.mailbox), self.account)
        return [("VoiceMail", (box, _GREETINGS[do.greeting]))]


def _add_contacts(endpoint: Safe, first: int) -> list[Line]:
    """Adds where an endpoint is registered to PBX_RING, unless it is nowhere.

    The contacts are looked at by REGEX(), which takes them as data: inside `$[…]` they
    would be read as an expression.
    """
    shape = Safe(endpoint.replace(".", "[.]"))
    known = code(
        '${REGEX("^(&PJSIP/%s/' + _CONTACT + ')+$" &${PBX_CONTACTS})}?%s:%s',
        shape,
        first + 2,
        first + 3,
    )
    return [
        ("Set", (code("PBX_CONTACTS=${PJSIP_DIAL_CONTACTS(%s)}", endpoint),)),
        ("GotoIf", (known,)),
        ("Set", (code("PBX_RING=${PBX_RING}&${PBX_CONTACTS}"),)),
    ]
