"""Which trunk a call with the outside takes, as dialplan.

A trunk that is taken is a group of a channel (GROUP): `<account>-in`, `-out`, `-both`, or
`-over` for a call over the limit. Asterisk lets it go with the channel, however that
ends, and takes it along when a call is transferred or parked. A call that comes in holds it
on the carrier's channel. One that goes out asks for it on the caller's channel; the
carrier's channel takes it over as soon as there is one (`[pbx-takes-trunk]` of the fixed
dialplan), since who has called may leave the call to others.

A channel takes the trunk first, then counts all that are taken, itself among them, and
steps back if there are too many. So of two at the same moment never both get the last
one; both may step back, hence they look a second time, each after a while of its own.
"""

from __future__ import annotations

from callflows.outside_lines import TrunkLimits, Way
from telephony.dialplan import text
from telephony.dialplan.emit import Line
from telephony.dialplan.emit.writer import ONE
from telephony.dialplan.text import Safe, code

# Where calls ask, by Gosub; a channel's group for it.
ENTRIES = {Way.INBOUND: code("trunk-in"), Way.OUTBOUND: code("trunk-out")}
_CATEGORIES = {Way.INBOUND: code("in"), Way.OUTBOUND: code("asked")}
# What the call's records say of it (telephony/history/lines.py).
_OVER = {Way.INBOUND: code("over_in"), Way.OUTBOUND: code("over_out")}
_FULL = {Way.INBOUND: code("full_in"), Way.OUTBOUND: code("full_out")}
_RETURN: Line = ("Return", ())


def group(slug: str, kind: str) -> str:
    """The group of those who have a trunk of the kind: in, out, both, over."""
    return f"{slug}-{kind}"


def release(way: Way) -> Line:
    """Steps back from what was taken or asked for."""
    return "Set", (code("GROUP(%s)=", _CATEGORIES[way]),)


def take(slug: str, way: Way, limits: TrunkLimits) -> dict[str, list[Line]]:
    """Extensions that take a trunk for a call that way.

    PBX_TRUNK says then which one, or PBX_REFUSED is `full`.
    """
    entry, kept = ENTRIES[way], code("GROUP(%s)", _CATEGORIES[way])
    taken, none = code("%s-taken", entry), code("%s-none", entry)
    own, both, over = (
        text.name(group(slug, kind)) for kind in (way.value, "both", "over")
    )
    beyond: list[Line] = [
        ("CELGenUserEvent", (_FULL[way],)),
        ("Set", (code("PBX_REFUSED=full"),)),
        _RETURN,
    ]
    if limits.over:
        beyond = [
            ("CELGenUserEvent", (_OVER[way],)),
            ("Set", (code("%s=%s", kept, over),)),
            ("Goto", (taken, ONE)),
        ]
    found = limits.of(way)
    if found is None:
        first: list[Line] = [
            ("Set", (code("%s=%s", kept, own),)),
            ("Goto", (taken, ONE)),
        ]
    else:
        tried = zip((own, both), found, strict=True)
        first = _look(kept, [each for each in tried if each[1]], taken, none)
    return {
        entry: first,
        taken: [("Set", (code("PBX_TRUNK=${%s}", kept),)), _RETURN],
        none: beyond,
    }


def _look(
    kept: Safe, kinds: list[tuple[Safe, int]], taken: Safe, none: Safe
) -> list[Line]:
    """Tries each kind, of which there are so many, in turn; then all once more."""
    tries: list[Line] = []
    for name, most in kinds:
        count = code("${GROUP_MATCH_COUNT(^%s$)}", name)
        tries += [
            ("Set", (code("%s=%s", kept, name),)),
            ("GotoIf", (code("$[%s <= %s]?%s", count, most, taken), ONE)),
        ]
    if not tries:
        return [("Goto", (none, ONE))]
    return [
        ("Set", (code("PBX_LOOKED=0"),)),
        *tries,
        ("Set", (code("%s=", kept),)),
        ("GotoIf", (code("${PBX_LOOKED}?%s", none), ONE)),
        ("Set", (code("PBX_LOOKED=1"),)),
        ("Wait", (code("0.0${RAND(10,99)}"),)),
        ("Goto", (code("2"),)),
    ]
