"""Several people at once, as applications.

Who rings from the first second to the last is named in Dial() as it is. Who rings later
or shorter is named by a Local channel, whose extension beside the block waits, and rings
for that one's own time.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import Order, Party
from callflows.instructions.team import MOST_PARTIES
from telephony.dialplan.emit.leave import hang_up
from telephony.dialplan.emit.ring import OPTIONS, Ring
from telephony.dialplan.emit.writer import ONE, Line, at
from telephony.dialplan.text import Safe, code

# `r`: the caller hears ringing at once.
_OPTIONS = code("r%s", OPTIONS)
# With more contacts an argument gets near the 4095 bytes that Asterisk makes of it.
_MOST_NAMED = 20
_SAYS_BUSY = code("PBX_SAID=${PBX_SAID} BUSY")
_SAID = code("PBX_SAID=${PBX_SAID} ${DIALSTATUS}")
# One that rang decides for all; else one that was busy.
_STATUS = code(
    'DIALSTATUS=${IF(${REGEX("NOANSWER" ${PBX_SAID})}?NOANSWER'
    ':${IF(${REGEX("BUSY" ${PBX_SAID})}?BUSY:CHANUNAVAIL)})}'
)


class Team(Ring):
    """Several people at once, as applications."""

    def emit_DialGroup(self, do: op.DialGroup, first: int) -> list[Line]:
        parties = do.parties[:MOST_PARTIES]
        lines: list[Line] = [
            ("Set", (code("DIALSTATUS=CHANUNAVAIL"),)),
            ("Set", (code("PBX_SAID="),)),
            ("Set", (code("PBX_ROUND=0"),)),
            ("Set", (code("PBX_ROUND=$[${PBX_ROUND} + 1]"),)),
        ]
        write = {
            Order.TOGETHER: self._together,
            Order.IN_ORDER: self._in_order,
            Order.WEIGHTED: self._weighted,
        }[do.order]
        lines += write(parties, first + len(lines))
        again = code("$[${PBX_ROUND} < %s]?%s", do.rounds, first + 3)
        lines += [("GotoIf", (again,)), ("Set", (_STATUS,))]
        return [*lines, *self.jump(do.unanswered)]

    def emit_Page(self, do: op.Page, first: int) -> list[Line]:
        lines: list[Line] = [("Set", (code("PBX_RING="),))]
        lines += self.willing(do.devices, first + len(lines))
        found = code("${LEN(${PBX_RING})}?%s:%s", first + len(lines) + 1, at(do.nobody))
        options = code(
            "i%s%s%s",
            code("d") if do.two_way else code(""),
            code("") if do.beep else code("q"),
            self.auto_answer(),
        )
        wanted = (code("${PBX_RING:1}"), options, code("%s", do.seconds))
        lines += [("GotoIf", (found, ONE)), ("Answer", ()), ("Page", wanted)]
        return [*lines, hang_up(op.Cause.NORMAL)]

    def _together(self, parties: tuple[Party, ...], first: int) -> list[Line]:
        total = max((p.delay + p.seconds for p in parties), default=0)
        few = sum(len(p.devices) for p in parties) <= _MOST_NAMED
        lines: list[Line] = [("Set", (code("PBX_RING="),))]
        for number, party in enumerate(parties):
            named = few and party.delay == 0 and party.seconds == total
            lines += self._add(party, number, named, first + len(lines))
        return [*lines, *_dial(total, first + len(lines))]

    def _in_order(self, parties: tuple[Party, ...], first: int) -> list[Line]:
        lines: list[Line] = []
        for number, party in enumerate(parties):
            lines += self._alone(party, number, first + len(lines))
        return lines

    def _weighted(self, parties: tuple[Party, ...], first: int) -> list[Line]:
        """Draws one after the other, as from an urn; PBX_W<n> is 0 once n was drawn."""
        lines: list[Line] = [
            ("Set", (code("PBX_W%s=%s", number, party.weight),))
            for number, party in enumerate(parties)
        ]
        total = sum(party.weight for party in parties)
        lines.append(("Set", (code("PBX_LEFT=%s", total),)))
        draw = first + len(lines)
        stages = [self._alone(party, number, 0) for number, party in enumerate(parties)]
        # The walk: GotoIf to the end, Set, two lines a party, Goto the draw.
        walk = 2 + 2 * len(parties)
        starts, end = [], draw + walk + 1
        for stage in stages:
            starts.append(end)
            end += 2 + len(stage) + 1
        lines.append(("GotoIf", (code("$[${PBX_LEFT} < 1]?%s", end),)))
        lines.append(("Set", (code("PBX_DRAW=${RAND(1,${PBX_LEFT})}"),)))
        for number, start in enumerate(starts):
            weight = code("${PBX_W%s}", number)
            hit = code("$[%s >= ${PBX_DRAW}]?%s", weight, start)
            lines.append(("GotoIf", (hit,)))
            lines.append(("Set", (code("PBX_DRAW=$[${PBX_DRAW} - %s]", weight),)))
        lines.append(("Goto", (code("%s", end),)))
        for number, party in enumerate(parties):
            left = code("PBX_LEFT=$[${PBX_LEFT} - %s]", party.weight)
            lines.append(("Set", (left,)))
            lines.append(("Set", (code("PBX_W%s=0", number),)))
            lines += self._alone(party, number, first + len(lines))
            lines.append(("Goto", (code("%s", draw),)))
        return lines

    def _alone(self, party: Party, number: int, first: int) -> list[Line]:
        """Rings one party, and notes what came of it."""
        lines: list[Line] = [("Set", (code("PBX_RING="),))]
        named = party.delay == 0
        lines += self._add(party, number, named, first + len(lines))
        return [*lines, *_dial(party.delay + party.seconds, first + len(lines))]

    def _add(self, party: Party, number: int, named: bool, first: int) -> list[Line]:
        """Adds a party to PBX_RING, if one of its devices is registered."""
        if named:
            return self.willing(party.devices, first, said=_SAYS_BUSY)
        lines: list[Line] = [("Set", (code("PBX_PARTY="),))]
        here = first + len(lines)
        lines += self.willing(party.devices, here, code("PBX_PARTY"), _SAYS_BUSY)
        extension = self.put_beside(code("p%s", number), self._waits_and_rings(party))
        local = code("Local/%s@%s", extension, self.context)
        known = code(
            "${LEN(${PBX_PARTY})}?%s:%s", first + len(lines) + 1, first + len(lines) + 2
        )
        lines.append(("GotoIf", (known,)))
        return [*lines, ("Set", (code("PBX_RING=${PBX_RING}&%s", local),))]

    def _waits_and_rings(self, party: Party) -> list[Line]:
        """What the far end of a party's Local channel does."""
        lines: list[Line] = (
            [("Wait", (code("%s", party.delay),))] if party.delay else []
        )
        lines.append(("Set", (code("PBX_RING="),)))
        lines += self.willing(party.devices, 1 + len(lines))
        dial = len(lines) + 2
        lines.append(("GotoIf", (code("${LEN(${PBX_RING})}?%s:%s", dial, dial + 1),)))
        wanted = (code("${PBX_RING:1}"), code("%s", party.seconds), OPTIONS)
        return [*lines, ("Dial", wanted), hang_up(op.Cause.AS_DIALLED)]


def _dial(seconds: int, first: int) -> list[Line]:
    """Rings PBX_RING, unless it is empty, and notes what came of it."""
    ring = code("${LEN(${PBX_RING})}?%s:%s", first + 1, first + 3)
    wanted: tuple[Safe, ...] = (code("${PBX_RING:1}"), code("%s", seconds), _OPTIONS)
    return [("GotoIf", (ring,)), ("Dial", wanted), ("Set", (_SAID,))]
