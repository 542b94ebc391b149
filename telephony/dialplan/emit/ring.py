"""Who is rung, as applications."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from uuid import UUID

from callflows import instructions as op
from callflows.instructions import MAX_HOPS, Feature, Greeting
from callflows.snapshot_types import DeviceInfo
from telephony.dialplan import text
from telephony.dialplan.emit.feature import state_of
from telephony.dialplan.emit.leave import GOES_IN_CIRCLES
from telephony.dialplan.emit.writer import Line, Writer
from telephony.dialplan.text import Safe, code

# What may stand in a telephone's address: it registers with a contact of its own making,
# and that becomes part of Dial's argument. Nothing that ends an argument (`,`), begins
# another destination (`&`), quotes or brackets. (`.-Z` holds `;`, which a file can't.)
CONTACT = "sips?:[][!%%*+.-Z_a-z~-]+"

# Where extensions.conf tells a telephone, before it rings, how it shall ring.
BEFORE_RING = (code("pbx-before-ring"), code("s"))

# Where extensions.conf keeps from a mailbox what the caller hides.
_BEFORE_MESSAGE = (code("pbx-before-message"), code("s"))

# `i`: a telephone must not send the caller on to a number of its choice. What is in the
# variable, if anything, is our own: an option that tells a telephone how to ring.
OPTIONS = code("i${PBX_BEFORE_RING}")

_GREETINGS = {
    Greeting.UNAVAILABLE: code("u"),
    Greeting.BUSY: code("b"),
    Greeting.NONE: code("s"),
}


# Where contacts are gathered for Dial() or Page().
_IS_BUSY = code("DIALSTATUS=BUSY")
RING = code("PBX_RING")

_SEMICOLON = code("${URIDECODE(%%3B)}")
_AUTO_ANSWER = (
    (
        code("Alert-Info"),
        code("<http://localhost>%sinfo=alert-autoanswer%sdelay=0", *[_SEMICOLON] * 2),
    ),
    (code("Call-Info"), code("<sip:localhost>%sanswer-after=0", _SEMICOLON)),
)


class Ring(Writer):
    """Who is rung, as applications."""

    def emit_Dial(self, do: op.Dial, first: int) -> list[Line]:
        if not do.forwards:
            return [*self._ring(do, first), *self.jump(do.unanswered)]
        user = text.name(str(do.whom))
        lines: list[Line] = self._follow(user, code("always"), first, first + 7)
        lines += self._ring(do, first + len(lines))
        then = code('${IF($["${DIALSTATUS}" = "BUSY"]?busy:no_answer)}')
        again = first + len(lines)
        lines += self._follow(user, then, again, again + 7)
        return [*lines, *self.jump(do.unanswered)]

    def _ring(self, do: op.Dial, first: int) -> list[Line]:
        """Rings who can be rung, and comes out after it."""
        lines: list[Line] = [("Set", (code("DIALSTATUS=CHANUNAVAIL"),))]
        if not do.devices:
            return lines
        lines.append(("Set", (code("PBX_RING="),)))
        lines += self.willing(do.devices, first + len(lines))
        dial = first + len(lines) + 1
        ring = code("${LEN(${PBX_RING})}?%s:%s", dial, dial + 1)
        options = code("i%s", self.auto_answer()) if do.auto_answer else OPTIONS
        wanted = (code("${PBX_RING:1}"), code("%s", do.seconds), options)
        return [*lines, ("GotoIf", (ring,)), ("Dial", wanted)]

    def willing(
        self,
        devices: Iterable[DeviceInfo],
        first: int,
        to: Safe = RING,
        said: Safe = _IS_BUSY,
    ) -> list[Line]:
        """Adds the devices to a variable, without those that shall stay silent.

        `said` is the argument of Set() that notes that somebody's are.
        """
        lines: list[Line] = []
        for owner, own in groupby(devices, key=lambda device: device.owner):
            here = first + len(lines)
            adding: list[Line] = []
            for device in own:
                at_ = here + (3 if owner else 0) + len(adding)
                adding += add_contacts(text.endpoint(device.endpoint), at_, to)
            lines += self._unless_silent(owner, adding, here, said)
        return lines

    def _unless_silent(
        self, owner: UUID | None, adding: list[Line], first: int, said: Safe
    ) -> list[Line]:
        """The lines that add, unless the owner does not want to be disturbed."""
        if owner is None:
            return adding
        feature = text.name(Feature.DO_NOT_DISTURB.value)
        silent = state_of(self.account, text.name(str(owner)), feature)
        return [
            ("GotoIf", (code("${LEN(%s)}?%s:%s", silent, first + 1, first + 3),)),
            ("Set", (said,)),
            ("Goto", (code("%s", first + 3 + len(adding)),)),
            *adding,
        ]

    def _follow(self, user: Safe, when: Safe, first: int, after: int) -> list[Line]:
        """Goes on at the number that the user has forwarded such calls to, if any.

        Two underscores: what this call makes inherits account and count.
        """
        number = state_of(self.account, user, code("forward_%s", when))
        return [
            ("Set", (code("PBX_FORWARD=${FILTER(0-9*#+,%s)}", number),)),
            (
                "GotoIf",
                (code("${LEN(${PBX_FORWARD})}?%s:%s", first + 2, after),),
            ),
            ("Set", (code("__ACCOUNT=%s", self.account),)),
            ("Set", (code("__PBX_HOPS=$[0${PBX_HOPS} + 1]"),)),
            ("GotoIf", (code("$[${PBX_HOPS} > %s]?%s", MAX_HOPS, first + 6),)),
            ("Goto", (code("dial-again,${PBX_FORWARD},1"),)),
            ("Hangup", (GOES_IN_CIRCLES,)),
        ]

    def auto_answer(self) -> Safe:
        """The option of Dial() and Page() by which telephones answer by themselves.

        Phones of different makers look for different headers. `;` can't be written as
        it is.
        """
        lines: list[Line] = [
            ("Set", (code("PJSIP_HEADER(add,%s)=%s", header, value),))
            for header, value in _AUTO_ANSWER
        ]
        # The telephone is told as well how the callflow wants it to ring.
        told = len(lines) + 2
        rings = code("${LEN(${PBX_BEFORE_RING})}?%s:%s", told, told + 1)
        lines += [("GotoIf", (rings,)), ("Gosub", (*BEFORE_RING, code("1")))]
        handset = self.put_beside(code("a"), [*lines, ("Return", ())])
        return code("b(%s^%s^1)", self.context, handset)

    def emit_Voicemail(self, do: op.Voicemail, first: int) -> list[Line]:
        box = code("%s@%s", text.mailbox(do.box.mailbox), self.account)
        return [
            ("Gosub", (*_BEFORE_MESSAGE, code("1"))),
            ("VoiceMail", (box, _GREETINGS[do.greeting])),
        ]


def add_contacts(endpoint: Safe, first: int, to: Safe = RING) -> list[Line]:
    """Adds where an endpoint is registered to a variable, unless it is nowhere.

    The contacts are looked at by REGEX(), which takes them as data: inside `$[…]` they
    would be read as an expression.
    """
    shape = Safe(endpoint.replace(".", "[.]"))
    known = code(
        '${REGEX("^(&PJSIP/%s/' + CONTACT + ')+$" &${PBX_CONTACTS})}?%s:%s',
        shape,
        first + 2,
        first + 3,
    )
    return [
        ("Set", (code("PBX_CONTACTS=${PJSIP_DIAL_CONTACTS(%s)}", endpoint),)),
        ("GotoIf", (known,)),
        ("Set", (code("%s=${%s}&${PBX_CONTACTS}", to, to),)),
    ]
