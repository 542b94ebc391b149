"""Where the numbers of an account lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from callflows.dialling import OWN_MAILBOX, beginnings, by_callers
from callflows.instructions import Cause
from callflows.snapshot_types import ParkingLotInfo
from pbxportal.lib.names import routes_unit, version_context
from telephony.dialplan import text
from telephony.dialplan.contexts import Context, Priority, numbered
from telephony.dialplan.emit import Emitter, Line, enter, hang_up
from telephony.dialplan.emit.parking import SPACE, is_taken
from telephony.dialplan.text import Safe, code


def render(
    slug: str,
    table: Mapping[str, str],
    version: int,
    lots: Iterable[ParkingLotInfo] = (),
    users: Iterable[str] = (),
) -> tuple[Context, ...]:
    """The contexts of one version of an account's routes.

    `table` maps what is dialled to the unit of the callflow that answers it. A number
    whose callflow is not live (yet) is unavailable. `*97` opens the caller's mailbox
    unless the table says otherwise, and so do the spaces of parking lots take a call. Those
    of the numbers that are `users`' extensions are marked, and so are all that menus let
    callers dial (emit/menus.py).
    """
    name = version_context(routes_unit(slug), version)
    priorities: list[Priority] = []
    if OWN_MAILBOX not in table:
        priorities += numbered(OWN_MAILBOX, _own_mailbox(slug))
    for number, unit in sorted(table.items()):
        priorities += numbered(text.diallable(number), _route(unit))
    priorities += _marks(code("a"), by_callers(table))
    priorities += _marks(code("u"), by_callers(set(users) & table.keys()))
    emitter = Emitter(name, slug)
    for place, lot in enumerate(lots):
        priorities += _spaces(emitter, lot, code("lot%s", place), table)
    return (Context(name, tuple(priorities)),)


def _spaces(
    emitter: Emitter, lot: ParkingLotInfo, name: Safe, table: Mapping[str, str]
) -> list[Priority]:
    """Dialling a space takes the call that is there; transferring a call to a free one
    parks it there, and again if nobody takes it."""
    priorities: list[Priority] = []
    for space in range(lot.first, lot.last + 1):
        if str(space) not in table:
            goes: Line = ("Goto", (name, code("1")))
            chosen: Line = ("Set", (code("PBX_SPACE=%s", space),))
            priorities += numbered(str(space), [chosen, goes])
    emitter.here, emitter.beside = code("%sp", name), {}
    parks = emitter.park(lot, SPACE, code("s"), emitter.here)
    asterisk = text.name(lot.lot)
    transferred = code("$[${LEN(${BLINDTRANSFER})} > 0]?%s", emitter.here)
    takes: list[Line] = [
        ("GotoIf", (is_taken(asterisk, SPACE, 4),)),
        ("GotoIf", (transferred, code("1"))),
        hang_up(Cause.NOT_FOUND),
        ("ParkedCall", (asterisk, SPACE)),
    ]
    priorities += numbered(name, takes)
    priorities += numbered(emitter.here, [*parks, hang_up(Cause.BUSY)])
    for extension, lines in emitter.beside.items():
        priorities += numbered(extension, lines)
    return priorities


def _marks(kind: Safe, numbers: frozenset[str]) -> list[Priority]:
    """What tells that a number is there, and that one begins so; never dialled itself."""
    marks = [code("%s%s", kind, text.diallable(n)) for n in sorted(numbers)]
    marks += [
        code("%sp%s", kind, text.diallable(n)) for n in sorted(beginnings(numbers))
    ]
    return [
        one for mark in marks for one in numbered(mark, [hang_up(Cause.UNAVAILABLE)])
    ]


def _route(unit: str) -> list[Line]:
    return [*enter(text.name(unit)), hang_up(Cause.UNAVAILABLE)]


def _own_mailbox(slug: str) -> list[Line]:
    """Whoever shows a foreign number here still needs that mailbox's PIN."""
    box = code("${FILTER(0-9,${CALLERID(num)})}@%s", text.name(slug))
    return [("Answer", ()), ("VoiceMailMain", (box,)), hang_up(Cause.NORMAL)]
