"""Parked calls, as applications.

A lot comes into being with its first call (SOURCE: Asterisk's res_parking, dynamic
lots) and keeps its range from then on, so the range is part of its name; nothing has
to be configured or read again. Its name begins with the account's, and so does the
context in which its spaces are seen: equal spaces of two accounts never meet.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.snapshot_types import ParkingLotInfo
from telephony.dialplan import text
from telephony.dialplan.emit.ring import CONTACT, OPTIONS
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code

# A lot that every node has; others are made in its likeness.
_TEMPLATE = code("default")
_MOST_DIGITS = 8
SPACE = code("${PBX_SPACE}")
# Who transferred a call without a question has hung up: only the caller would hear it.
_BLINDLY = code("${IF($[${LEN(${BLINDTRANSFER})} > 0]?s)}")
_ENDPOINT = "[a-z0-9][a-z0-9_.-]*@[a-z0-9][a-z0-9.-]*"


class Parking(Writer):
    """Parked calls, as applications."""

    def emit_ParkCall(self, do: op.ParkCall, first: int) -> list[Line]:
        silent = _BLINDLY if do.announce else code("s")
        space = code("%s", do.space) if do.space else code("")
        lines = self.park(do.lot, space, silent, at(do.timeout))
        return [*lines, *self.jump(do.full)]

    def park(
        self, info: ParkingLotInfo, space: Safe, silent: Safe, then: Safe
    ) -> list[Line]:
        """Parks the call, and comes out after it only if there is no place.

        A call that comes back from there goes on at the extension `then`.
        """
        back = self.put_beside(code("b"), _ring_who_parked(info, then))
        place = code("c(%s,%s,1)", self.context, back)
        lot = text.name(info.lot)
        return [
            ("Set", (code("PARKINGDYNAMIC=%s", _TEMPLATE),)),
            ("Set", (code("PARKINGDYNCONTEXT=%s", lot),)),
            ("Set", (code("PARKINGDYNPOS=%s-%s", info.first, info.last),)),
            ("Set", (code("PARKINGEXTEN=%s", space),)),
            ("Park", (lot, code("%st(%s)%s", place, info.seconds, silent))),
        ]

    def emit_RetrieveCall(self, do: op.RetrieveCall, first: int) -> list[Line]:
        if do.space:
            lines: list[Line] = [("Set", (code("PBX_SPACE=%s", do.space),))]
        else:
            lines = _ask(do, first)
        lot = text.name(do.lot.lot)
        taken = first + len(lines) + 3
        return [
            *lines,
            ("GotoIf", (_is_space(do.lot, first + len(lines) + 1, at(do.nobody)), ONE)),
            ("GotoIf", (is_taken(lot, SPACE, taken),)),
            *self.jump(do.nobody),
            ("ParkedCall", (lot, SPACE)),
        ]


def is_taken(lot: Safe, space: Safe, to: int) -> Safe:
    """The argument of GotoIf() that goes to a priority if a call is in the space."""
    state = code("${DEVICE_STATE(park:%s@%s)}", space, lot)
    return code('$["%s" = "INUSE"]?%s', state, to)


def _is_space(lot: ParkingLotInfo, here: int, otherwise: Safe) -> Safe:
    """The same for PBX_SPACE, which is digits, being one of the lot's."""
    within = code("0%s >= %s & 0%s <= %s", SPACE, lot.first, SPACE, lot.last)
    return code("$[%s]?%s:%s", within, here, otherwise)


def _ask(do: op.RetrieveCall, first: int) -> list[Line]:
    """Leaves in PBX_SPACE what was dialled, or what the caller enters."""
    reading = (code("PBX_SPACE"), code("extension"), code("%s", _MOST_DIGITS))
    past = first + 4
    return [
        ("Set", (code("PBX_SPACE=${FILTER(0-9,${NUMBER})}"),)),
        ("GotoIf", (_is_space(do.lot, past, code("%s", first + 2)),)),
        ("Read", (*reading, code(""), ONE, code("%s", do.seconds))),
        ("Set", (code("PBX_SPACE=${FILTER(0-9,${PBX_SPACE})}"),)),
    ]


def _ring_who_parked(lot: ParkingLotInfo, then: Safe) -> list[Line]:
    """What a call does that nobody has taken.

    Asterisk leaves the telephone that parked it in PARKER. Who has parked themselves
    can't be rung; that is what the second line sees.
    """
    leave: Line = ("Goto", (then, ONE))
    if not lot.ring_seconds:
        return [leave]
    end = 6
    known = code('${REGEX("^PJSIP/' + _ENDPOINT + '$" ${PARKER})}?2:%s', end)
    itself = code('$["${PARKER:6}" = "${CHANNEL(endpoint)}"]?%s', end)
    there = code(
        '${REGEX("^(&PJSIP/'
        + _ENDPOINT
        + "/"
        + CONTACT
        + ')+$" &${PBX_CONTACTS})}?5:%s',
        end,
    )
    ring = (code("${PBX_CONTACTS}"), code("%s", lot.ring_seconds), OPTIONS)
    return [
        ("GotoIf", (known,)),
        ("GotoIf", (itself,)),
        ("Set", (code("PBX_CONTACTS=${PJSIP_DIAL_CONTACTS(${PARKER:6})}"),)),
        ("GotoIf", (there,)),
        ("Dial", ring),
        leave,
    ]
