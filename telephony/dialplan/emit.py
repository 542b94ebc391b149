"""Instructions as Asterisk applications; knows every application, encodes nothing.

Variables that last longer than a priority begin with `PBX_`. Jumps inside a block are
absolute priorities, because AMI drops labels; so each method is told its first one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from callflows import instructions as op
from callflows.instructions import MAX_HOPS, Cause, Greeting, To
from telephony.dialplan import text, times
from telephony.dialplan.text import Safe, code

Line = tuple[str, tuple[Safe, ...]]

# Every application that is ever emitted, with the module that has it ("": Asterisk's
# core). Asterisk adds a priority of an unknown application without a word.
APPLICATIONS = {
    "Answer": "",
    "CELGenUserEvent": "app_celgenuserevent.so",
    "Dial": "app_dial.so",
    "Goto": "",
    "GotoIf": "",
    "Hangup": "",
    "Playback": "app_playback.so",
    "Read": "app_read.so",
    "Set": "",
    "UserEvent": "app_userevent.so",
    "VoiceMail": "app_voicemail.so",
    "VoiceMailMain": "app_voicemail.so",
}

_ONE = code("1")

# Q.850; what SIP phones are told by each: 404, 603/BYE, 486, 480, 480, 403.
_CAUSES = {
    Cause.NOT_FOUND: code("1"),
    Cause.NORMAL: code("16"),
    Cause.BUSY: code("17"),
    Cause.NO_ANSWER: code("19"),
    Cause.UNAVAILABLE: code("20"),
    Cause.REJECTED: code("21"),
    Cause.AS_DIALLED: code('${IF($["${DIALSTATUS}" = "BUSY"]?17:19)}'),
}
_GOES_IN_CIRCLES = code("25")
_GREETINGS = {
    Greeting.UNAVAILABLE: code("u"),
    Greeting.BUSY: code("b"),
    Greeting.NONE: code("s"),
}

# What may stand in a telephone's address: it registers with a contact of its own making,
# and that becomes part of Dial's argument. Nothing that ends an argument (`,`), begins
# another destination (`&`), quotes or brackets. (`.-Z` holds `;`, which a file can't.)
_CONTACT = "sips?:[][!%%*+.-Z_a-z~-]+"


def enter(unit: Safe) -> list[Line]:
    """Goes to the live version of a unit; comes out after it if there is none."""
    live = code("${DIALPLAN_EXISTS(${PBX_FLOW},n0,1)}?${PBX_FLOW},n0")
    return [
        ("Set", (code("PBX_FLOW=${DB(cf/%s)}", unit),)),
        ("GotoIf", (live, _ONE)),
    ]


def hang_up(cause: Cause) -> Line:
    """Ends the call."""
    return "Hangup", (_CAUSES[cause],)


class Emitter:
    """Writes the blocks of one program into one context."""

    def __init__(self, context: str, account: str) -> None:
        self._context = text.name(context)
        self._account = text.name(account)
        self._block = Safe("")

    def block(self, block: op.Block) -> list[Line]:
        """The lines of a block, from priority 1 on."""
        self._block = text.name(block.name)
        lines: list[Line] = []
        for instruction in block.body:
            emit: Callable[[Any, int], Iterable[Line]]
            emit = getattr(self, f"emit_{type(instruction).__name__}")
            lines.extend(emit(instruction, len(lines) + 1))
        return lines

    def emit_Mark(self, do: op.Mark, first: int) -> list[Line]:
        place = code("%s/%s", self._context, self._block)
        return [("CELGenUserEvent", (code("node"), place))]

    def emit_Answer(self, do: op.Answer, first: int) -> list[Line]:
        return [("Answer", ())]

    def emit_Play(self, do: op.Play, first: int) -> list[Line]:
        return [("Playback", (text.sound(do.sound.path),))]

    def emit_Gather(self, do: op.Gather, first: int) -> list[Line]:
        prompt = text.sound(do.prompt.path) if do.prompt else Safe("")
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
                (code('$["${PBX_KEY}" = "%s"]?%s', _key(c.key), _at(c.to)), _ONE),
            )
            for c in do.cases
        ]
        wrong = first + len(lines) + 3
        retry: Line = (
            "GotoIf",
            (code("$[${PBX_TRY} < %s]?%s", do.tries, again),),
        )
        lines += [("GotoIf", (code("${LEN(${PBX_KEY})}?%s", wrong),)), retry]
        lines += self._jump(do.no_key)
        if do.invalid:
            lines.append(("Playback", (text.sound(do.invalid.path),)))
        return [*lines, retry, *self._jump(do.other_key)]

    def emit_Dial(self, do: op.Dial, first: int) -> list[Line]:
        lines: list[Line] = [("Set", (code("DIALSTATUS=CHANUNAVAIL"),))]
        if not do.devices:
            return [*lines, *self._jump(do.unanswered)]
        lines.append(("Set", (code("PBX_RING="),)))
        for device in do.devices:
            lines += _add_contacts(text.endpoint(device.endpoint), first + len(lines))
        dial = first + len(lines) + 1
        ring = code("${LEN(${PBX_RING})}?%s:%s", dial, _at(do.unanswered))
        # `i`: a telephone must not send the caller on to a number of its choice.
        wanted = (code("${PBX_RING:1}"), code("%s", do.seconds), code("i"))
        return [
            *lines,
            ("GotoIf", (ring, _ONE)),
            ("Dial", wanted),
            *self._jump(do.unanswered),
        ]

    def emit_Voicemail(self, do: op.Voicemail, first: int) -> list[Line]:
        box = code("%s@%s", text.mailbox(do.box.mailbox), self._account)
        return [("VoiceMail", (box, _GREETINGS[do.greeting]))]

    def emit_BranchOnTime(self, do: op.BranchOnTime, first: int) -> list[Line]:
        cases = [(c, case.to) for case in do.cases for c in times.conditions(case.rule)]
        lines: list[Line] = []
        if cases:
            wanted = times.clock((c for c, _ in cases), text.zone(do.timezone))
            lines += [("Set", (argument,)) for argument in wanted]
        lines += [("GotoIf", (code("$[%s]?%s", c, _at(to)), _ONE)) for c, to in cases]
        return [*lines, *self._jump(do.otherwise)]

    def emit_Jump(self, do: op.Jump, first: int) -> list[Line]:
        place = code("Node: %s/%s", self._context, self._block)
        # Two underscores: channels that this one makes inherit the count.
        return [
            ("Set", (code("__PBX_HOPS=$[0${PBX_HOPS} + 1]"),)),
            ("GotoIf", (code("$[${PBX_HOPS} > %s]?%s", MAX_HOPS, first + 5),)),
            *enter(text.name(do.callflow.unit)),
            hang_up(Cause.UNAVAILABLE),
            ("UserEvent", (code("CallflowLoop"), place)),
            ("Hangup", (_GOES_IN_CIRCLES,)),
        ]

    def emit_Goto(self, do: op.Goto, first: int) -> list[Line]:
        return self._jump(do.to)

    def emit_HangUp(self, do: op.HangUp, first: int) -> list[Line]:
        return [hang_up(do.cause)]

    def _jump(self, to: To) -> list[Line]:
        return [("Goto", (_at(to), _ONE))]


def _at(to: To) -> Safe:
    return text.name(to.block)


def _key(key: str) -> Safe:
    if len(key) != 1:
        raise text.NotSafe(f"no key: {key!r}")
    return text.diallable(key)


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
