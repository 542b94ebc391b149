"""Who talks to many, as applications.

A room's name begins with the account's, so equal numbers of two accounts are two rooms.
All settings are set anew for each caller, since what a channel was told before stays.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import TRIES
from callflows.snapshot_types import ConferenceInfo
from telephony.dialplan import text
from telephony.dialplan.emit.recording import CHANCE
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code

_MOST_DIGITS, _SECONDS = 10, 7


class Conference(Writer):
    """Who talks to many, as applications."""

    def emit_Confer(self, do: op.Confer, first: int) -> list[Line]:
        lines: list[Line] = []
        if do.ask:
            # Where each conference begins is known once the others are written.
            starts = [0] * len(do.conferences)
            asking = self._ask_number(do, starts, first)
            begin = first + len(asking)
            for place, info in enumerate(do.conferences):
                starts[place] = begin
                begin += len(self._join(do, info, begin))
            lines = self._ask_number(do, starts, first)
        for info in do.conferences:
            lines += self._join(do, info, first + len(lines))
        return lines

    def _ask_number(self, do: op.Confer, starts: list[int], first: int) -> list[Line]:
        pairs = zip(do.conferences, starts, strict=True)
        known = [
            typed(text.mailbox(info.number), code("%s", start)) for info, start in pairs
        ]
        lines = ask_digits(code("conf-getconfno"), known, code("conf-invalid"), first)
        return [*lines, *self.jump(do.unknown)]

    def _join(self, do: op.Confer, info: ConferenceInfo, first: int) -> list[Line]:
        room = code("%s-%s", self.account, text.name(info.room))
        lines: list[Line] = []
        if info.asks:
            # Tests for the PINs, the complaint and the end stand between.
            width = len(_pins(info, 0, 0)) + 6
            member = first + width
            # The test for a place and the way past the moderator stand between.
            moderator = member + 2 + len(_member(info))
            pins = _pins(info, member, moderator)
            lines = ask_digits(
                code("conf-getpin"), pins, code("conf-invalidpin"), first
            )
            lines += self.jump(do.wrong_pin)
        parties = code("${CONFBRIDGE_INFO(parties,%s)}", room)
        no_place = code("$[0%s >= %s]?%s", parties, info.most, at(do.full))
        lines += [("GotoIf", (no_place, ONE)), *_member(info)]
        if info.asks:
            after = first + len(lines) + 1 + len(_MODERATOR)
            lines += [("Goto", (code("%s", after),)), *_MODERATOR]
        lines += self._settings(info)
        if info.record:
            lines += self._record(room, first + len(lines))
        failed = code('$["${CONFBRIDGE_RESULT}" = "FAILED"]?%s', at(do.full))
        lines += [("ConfBridge", (room,)), ("GotoIf", (failed, ONE))]
        return [*lines, ("Hangup", (code("16"),))]

    def _settings(self, info: ConferenceInfo) -> list[Line]:
        quiet = code("no") if info.tones else code("yes")
        # Who hears music is muted, and what they say would miss in the recording.
        music = code("no") if info.record else code("yes")
        return [
            ("Set", (code("CONFBRIDGE(user,quiet)=%s", quiet),)),
            ("Set", (code("CONFBRIDGE(user,announce_only_user)=no"),)),
            ("Set", (code("CONFBRIDGE(user,music_on_hold_when_empty)=%s", music),)),
            ("Set", (code("CONFBRIDGE(bridge,max_members)=%s", info.most),)),
            # What all hear is said by a channel of the room's own.
            ("Set", (code("CONFBRIDGE(bridge,language)=${CHANNEL(language)}"),)),
            ("Set", (code("CONFBRIDGE(bridge,record_conference)=no"),)),
        ]

    def _record(self, room: Safe, first: int) -> list[Line]:
        """The first one who comes begins the recording, which lasts until all left."""
        begun = code("$[0${CONFBRIDGE_INFO(parties,%s)} > 0]?%s", room, first + 6)
        place = code("%s/${PBX_RECORDING}.wav", self.account)
        return [
            ("GotoIf", (begun,)),
            ("Set", (code("PBX_RECORDING=${SHA1(%s)}", CHANCE),)),
            ("CELGenUserEvent", (code("recording"), code("${PBX_RECORDING}/-/keep"))),
            ("Set", (code("CONFBRIDGE(bridge,record_file_timestamp)=no"),)),
            ("Set", (code("CONFBRIDGE(bridge,record_file)=%s", place),)),
            ("Set", (code("CONFBRIDGE(bridge,record_conference)=yes"),)),
        ]


_MODERATOR: list[Line] = [
    ("Set", (code("CONFBRIDGE(user,admin)=yes"),)),
    ("Set", (code("CONFBRIDGE(user,marked)=yes"),)),
    ("Set", (code("CONFBRIDGE(user,wait_marked)=no"),)),
]


def _member(info: ConferenceInfo) -> list[Line]:
    waits = code("yes") if info.wait else code("no")
    return [
        ("Set", (code("CONFBRIDGE(user,admin)=no"),)),
        ("Set", (code("CONFBRIDGE(user,marked)=no"),)),
        ("Set", (code("CONFBRIDGE(user,wait_marked)=%s", waits),)),
    ]


def _pins(info: ConferenceInfo, member: int, moderator: int) -> list[Line]:
    pin = text.mailbox(info.pin) if info.pin else code("")
    lines = [typed(pin, code("%s", member))]
    if info.moderator_pin:
        to = code("%s", moderator)
        lines.append(typed(text.mailbox(info.moderator_pin), to))
    return lines


def typed(digits: Safe, to: Safe) -> Line:
    """Goes to a priority if these digits were entered."""
    return "GotoIf", (code('$["${PBX_KEY}" = "%s"]?%s', digits, to),)


def ask_digits(prompt: Safe, tests: list[Line], wrong: Safe, first: int) -> list[Line]:
    """Asks for digits until one of the tests leads away, TRIES times at most."""
    again = first + 1
    read = (code("PBX_KEY"), prompt, code("%s", _MOST_DIGITS), code(""), ONE)
    return [
        ("Set", (code("PBX_TRY=0"),)),
        ("Set", (code("PBX_TRY=$[${PBX_TRY} + 1]"),)),
        ("Read", (*read, code("%s", _SECONDS))),
        *tests,
        ("Playback", (wrong,)),
        ("GotoIf", (code("$[${PBX_TRY} < %s]?%s", TRIES, again),)),
    ]
