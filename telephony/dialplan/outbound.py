"""An account's way to the public network: what it may call, what it shows, who takes it.

`out` is where telephones' calls come in, with NUMBER set; `sos<number>` is for calls to
emergency services, which nothing may deny. Callflows call `call` by Gosub; it comes back
with DIALSTATUS, or with PBX_REFUSED if the number is `unknown` or `denied`, or all trunks
are taken (`full`). Carriers' calls call `caller-in` and `trunk-in` when they come in.

Numbers on the account's blacklists are extensions of their own, `b16045550100` or
`_b1900!`: Asterisk finds one among thousands at once. They are denied when called;
`caller-in` says `blocked` of callers who are on one.

`carriers` and `sos` try the account's own carriers and go on in the unit of the account
above, by its pointer: what is changed there counts at once for all accounts below.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from callflows.outside_lines import (
    Blocked,
    CarrierInfo,
    NumberFormat,
    OutsideInfo,
    Way,
)
from callflows.public_numbers import Plan
from pbxportal.lib.names import outbound_unit, version_context
from telephony.dialplan import text, trunks
from telephony.dialplan.contexts import Context, numbered
from telephony.dialplan.emit import Line
from telephony.dialplan.emit.writer import ONE
from telephony.dialplan.text import Safe, code

ENTRY = "out"
CARRIERS, SOS = code("carriers"), code("sos")
# A telephone rings that long at most.
LONGEST_RING = 120

_RETURN: Line = ("Return", ())
_NOT_TAKEN = code('$["${DIALSTATUS}" = "CHANUNAVAIL" | "${DIALSTATUS}" = "CONGESTION"]')
# Q.850: busy, no answer, unavailable (SIP 486, 480, 480).
_ENDED = code(
    '${IF($["${DIALSTATUS}" = "BUSY"]?17:${IF($["${DIALSTATUS}" = "NOANSWER"]?19:20)})}'
)

# The carrier's channel runs this before it calls.
_TAKES_TRUNK = code("b(pbx-takes-trunk^s^1(${PBX_TRUNK}^${CHANNEL}))")
# Q.850: no circuit or channel is available (SIP 503).
_NO_CIRCUIT = code("34")


def render(
    outside: OutsideInfo, slug: str, above: str, version: int
) -> tuple[Context, ...]:
    """The contexts of one version; `above` is the short name of the account above."""
    name = version_context(outbound_unit(slug), version)
    here = text.name(name)
    bodies: dict[str, list[Line]] = {
        ENTRY: _entry(here),
        "call": _call(here),
        "e164": _e164(outside.plan),
        "class": _class(outside, here),
        "denied": [("Set", (code("PBX_REFUSED=denied"),)), _RETURN],
        "show": _show(outside, here),
        "carriers": _chain(outside.carriers, CARRIERS, above),
        "sos": _chain([c for c in outside.carriers if c.emergency], SOS, above),
    }
    for way in Way:
        bodies |= trunks.take(slug, way, outside.trunks)
    for number in outside.plan.emergency:
        bodies[f"sos{number}"] = _emergency(outside, number, here)
    bodies |= _blacklists(outside.blacklists, here)
    steps = [step for key, body in bodies.items() for step in numbered(key, body)]
    return (Context(name, tuple(steps)),)


def _entry(here: Safe) -> list[Line]:
    return [
        ("Gosub", (here, code("call"), code("1(${NUMBER},%s)", LONGEST_RING))),
        ("GotoIf", (code('$["${PBX_REFUSED}" = "denied"]?6'),)),
        ("GotoIf", (code('$["${PBX_REFUSED}" = "unknown"]?9'),)),
        ("GotoIf", (code('$["${PBX_REFUSED}" = "full"]?10'),)),
        ("Hangup", (_ENDED,)),
        ("Progress", ()),
        ("Playback", (code("ss-noservice"), code("noanswer"))),
        ("Hangup", (code("21"),)),
        ("Hangup", (code("1"),)),
        ("Progress", ()),
        ("Playback", (code("all-circuits-busy-now"), code("noanswer"))),
        ("Hangup", (_NO_CIRCUIT,)),
    ]


def _call(here: Safe) -> list[Line]:
    """`call(number,seconds,whose)`; `whose` number is shown, see `_show`."""
    return [
        ("Set", (code("DIALSTATUS=CHANUNAVAIL"),)),
        ("Set", (code("PBX_REFUSED="),)),
        ("Set", (code("PBX_SECONDS=${ARG2}"),)),
        ("Set", (code("PBX_WHOSE=${ARG3}"),)),
        # Carriers of accounts above are called for this account all the same.
        ("Set", (code("PBX_CALLS_AS=%s", here),)),
        ("Gosub", (here, code("e164"), code("1(${ARG1})"))),
        ("Set", (code("PBX_OUT=${PBX_E164}"),)),
        ("GotoIf", (code("${LEN(${PBX_OUT})}?class"), ONE)),
        ("Set", (code("PBX_REFUSED=unknown"),)),
        _RETURN,
    ]


def _e164(plan: Plan) -> list[Line]:
    """Leaves the number in E.164 (digits) in PBX_E164; nothing if it is no public one."""
    lines: list[Line] = []
    last = 2 * len(plan.forms) + 1
    for form in plan.forms:
        fits = _matches(form.pattern, code("${ARG1}"))
        put = text.digits(form.put)
        found = code("PBX_E164=${IF(%s?%s${ARG1:%s}:)}", fits, put, form.cut)
        lines += [
            ("Set", (found,)),
            ("GotoIf", (code("${LEN(${PBX_E164})}?%s", last),)),
        ]
    return [*lines, _RETURN]


def _class(outside: OutsideInfo, here: Safe) -> list[Line]:
    def leads(allowed: bool) -> Safe:
        return code("show") if allowed else code("denied")

    lines: list[Line] = [
        (
            "GotoIf",
            (
                code(
                    "%s?%s",
                    _matches(each.pattern, code("${PBX_OUT}")),
                    leads(each.cls in outside.allowed),
                ),
                ONE,
            ),
        )
        for each in outside.plan.classifiers
    ]
    blocked = _is_listed(here, code("PBX_OUT"), code("blocked"))
    return [
        *([blocked] if outside.blacklists else []),
        *lines,
        ("Goto", (leads("international" in outside.allowed), ONE)),
    ]


def _is_listed(here: Safe, variable: Safe, then: Safe) -> Line:
    """Goes there if the digits in the variable are on a blacklist."""
    found = code("${DIALPLAN_EXISTS(%s,b${%s},1)}", here, variable)
    return "GotoIf", (code("%s?%s", found, then), ONE)


def _blacklists(lists: Sequence[Blocked], here: Safe) -> dict[str, list[Line]]:
    """What is on them, and what becomes of it; nothing if there are none."""
    if not lists:
        return {}
    found = {f"b{text.digits(n)}" for each in lists for n in each.numbers}
    found |= {f"_b{text.digits(n)}!" for each in lists for n in each.beginnings}
    return {
        "caller-in": _caller(any(each.hidden for each in lists), here),
        "keep-out": [
            ("CELGenUserEvent", (code("block_in"),)),
            ("Set", (code("PBX_REFUSED=blocked"),)),
            _RETURN,
        ],
        "blocked": [
            ("CELGenUserEvent", (code("block_out"),)),
            ("Goto", (code("denied"), ONE)),
        ],
        **{key: [_RETURN] for key in sorted(found)},
    }


def _caller(hidden: bool, here: Safe) -> list[Line]:
    """Looks whether who calls from outside is on a blacklist.

    The number is read as it would be dialled; one that is none so may be E.164 without
    its `+`, of which there are at least 7 and at most 15 digits.
    """
    shown = code("${FILTER(0-9+,${CALLERID(num)})}")
    is_whole = code("$[${LEN(${PBX_CALLER})} > 6 & ${LEN(${PBX_CALLER})} < 16]")
    is_hidden = code(
        '$["${CALLERID(num-pres):0:6}" = "prohib" | ${LEN(%s)} = 0]', shown
    )
    keep_out: Line = ("GotoIf", (code("%s?keep-out", is_hidden), ONE))
    return [
        *([keep_out] if hidden else []),
        ("Gosub", (here, code("e164"), code("1(%s)", shown))),
        ("Set", (code("PBX_CALLER=${FILTER(0-9,${CALLERID(num)})}"),)),
        ("Set", (code("PBX_CALLER=${IF(%s?${PBX_CALLER}:)}", is_whole),)),
        (
            "Set",
            (code("PBX_CALLER=${IF(${LEN(${PBX_E164})}?${PBX_E164}:${PBX_CALLER})}"),),
        ),
        _is_listed(here, code("PBX_CALLER"), code("keep-out")),
        _RETURN,
    ]


def _show(outside: OutsideInfo, here: Safe) -> list[Line]:
    """Shows a number and tries the carriers; afterwards all is shown as before.

    `PBX_CID` is that of the telephone or its user. `PBX_WHOSE` is `account` to show the
    account's all the same, or `caller` to show whom the call comes from. A hidden number
    is the carrier's to hide (telephony.realtime); a hidden name is not even told to it.
    """
    own = code("${FILTER(0-9,${PBX_CID})}")
    account = _number(outside.caller_number)
    caller = code("${FILTER(0-9+,${CALLERID(num)})}")
    lines: list[Line] = [
        ("Set", (code("PBX_WAS_NAME=${CALLERID(name)}"),)),
        ("Set", (code("PBX_WAS_NUMBER=${CALLERID(num)}"),)),
        ("Set", (code("PBX_SHOWN=%s", account),)),
        ("GotoIf", (code('$["${PBX_WHOSE}" = "account"]?10'),)),
        ("Set", (code("PBX_SHOWN=${IF(${LEN(%s)}?%s:%s)}", own, own, account),)),
        ("GotoIf", (code('$["${PBX_WHOSE}" = "caller"]?7:10'),)),
        ("Gosub", (here, code("e164"), code("1(%s)", caller))),
        ("GotoIf", (code("${LEN(${PBX_E164})}?9:10"),)),
        ("Set", (code("PBX_SHOWN=${PBX_E164}"),)),
        *_named(outside.caller_name),
        ("Set", (code("PBX_WAS_NAME_IS=${CALLERID(name-pres)}"),)),
    ]
    hides, shows = len(lines) + 2, len(lines) + 4
    hidden = code('$["${PBX_WAS_NAME_IS:0:6}" = "prohib"]?%s:%s', hides, shows)
    return [
        *lines,
        ("GotoIf", (hidden,)),
        ("Set", (code("CALLERID(name)="),)),
        ("Set", (code("CALLERID(name-pres)=allowed"),)),
        ("Gosub", (here, CARRIERS, ONE)),
        trunks.release(Way.OUTBOUND),
        ("Set", (code("CALLERID(name)=${PBX_WAS_NAME}"),)),
        ("Set", (code("CALLERID(num)=${PBX_WAS_NUMBER}"),)),
        ("Set", (code("CALLERID(name-pres)=${PBX_WAS_NAME_IS}"),)),
        _RETURN,
    ]


def _emergency(outside: OutsideInfo, number: str, here: Safe) -> list[Line]:
    """Of the numbers that can be shown the first one that there is, whatever is hidden."""
    shown = _number(outside.emergency_number)
    if not shown:
        account = _number(outside.caller_number)
        shown = _or(code("${FILTER(0-9,${PBX_CID})}"), account)
    shown = _or(code("${FILTER(0-9,${PBX_CID_SOS})}"), shown)
    return [
        ("Set", (code("DIALSTATUS=CHANUNAVAIL"),)),
        ("Set", (code("PBX_SECONDS=%s", LONGEST_RING),)),
        ("Set", (code("PBX_OUT=%s", text.digits(number)),)),
        ("Set", (code("PBX_SHOWN=%s", shown),)),
        *_named(outside.caller_name),
        ("Set", (code("CALLERID(name-pres)=allowed"),)),
        ("Set", (code("CALLERID(num-pres)=allowed"),)),
        ("Gosub", (here, SOS, ONE)),
        ("Hangup", (_ENDED,)),
    ]


def _or(first: Safe, second: Safe) -> Safe:
    return code("${IF(${LEN(%s)}?%s:%s)}", first, first, second)


def _named(name: str) -> list[Line]:
    lines: list[Line] = [("Set", (a,)) for a in text.user_text("PBX_TEXT", name)]
    return [*lines, ("Set", (code("CALLERID(name)=${PBX_TEXT}"),))]


def _chain(carriers: Sequence[CarrierInfo], kind: Safe, above: str) -> list[Line]:
    """Carriers in turn, until one takes the call; then those of the account above."""
    widths = [len(list(_try(carrier, kind, 0, 0, 0))) for carrier in carriers]
    up = 1 + sum(widths)
    rest = list(_above(kind, above))
    done = up + len(rest)
    lines: list[Line] = []
    for carrier, width in zip(carriers, widths, strict=True):
        first = 1 + len(lines)
        lines += _try(carrier, kind, first, first + width, done)
    return [*lines, *rest, _RETURN]


def _try(
    carrier: CarrierInfo, kind: Safe, first: int, after: int, done: int
) -> Iterator[Line]:
    number = _formatted(carrier, code("PBX_OUT"))
    options = code("i")
    if kind == SOS:
        number = code("${PBX_OUT}")
    elif carrier.prefixes:
        prefixes = "|".join(text.digits(prefix) for prefix in carrier.prefixes)
        takes = _matches(f"^({prefixes})", code("${PBX_OUT}"))
        yield ("GotoIf", (code("%s?%s:%s", takes, first + 1, after),))
    shown = _formatted(carrier, code("PBX_SHOWN"))
    yield ("Set", (code("PBX_AS=%s", number),))
    yield ("Set", (code("CALLERID(num)=${IF(${LEN(${PBX_SHOWN})}?%s:)}", shown),))
    if kind == CARRIERS:
        # Anew for each: the trunk went with the channel of the carrier that failed.
        yield ("Gosub", (code("${PBX_CALLS_AS}"), trunks.ENTRIES[Way.OUTBOUND], ONE))
        yield ("GotoIf", (code("${LEN(${PBX_REFUSED})}?%s", done),))
        options = code("%s%s", options, _TAKES_TRUNK)
    yield ("Dial", (_destination(carrier, kind), code("${PBX_SECONDS}"), options))
    yield ("GotoIf", (code("%s?%s:%s", _NOT_TAKEN, after, done),))


def _destination(carrier: CarrierInfo, kind: Safe) -> Safe:
    endpoint = text.name(carrier.endpoint)
    if kind == SOS:
        return code("PJSIP/${PBX_AS}@%s", endpoint)
    before = text.diallable(carrier.put_before) if carrier.put_before else code("")
    return code("PJSIP/%s${PBX_AS:%s}@%s", before, carrier.strip, endpoint)


def _formatted(carrier: CarrierInfo, variable: Safe) -> Safe:
    """The number in that variable as the carrier wants it."""
    if carrier.number_format == NumberFormat.PLUS:
        return code("+${%s}", variable)
    if carrier.number_format == NumberFormat.DIGITS:
        return code("${%s}", variable)
    plan = carrier.plan
    country = text.digits(plan.code)
    # North America's `1` is for telephones; its networks exchange ten digits.
    trunk = text.digits("" if plan.trunk == "1" else plan.trunk)
    width = len(plan.code)
    home = code('$["${%s:0:%s}" = "%s"]', variable, width, country)
    near = code("%s${%s:%s}", trunk, variable, width)
    far = code("%s${%s}", text.digits(plan.abroad), variable)
    return code("${IF(%s?%s:%s)}", home, near, far)


def _above(kind: Safe, above: str) -> Iterator[Line]:
    if above:
        unit = text.name(outbound_unit(above))
        yield ("Set", (code("PBX_UP=${DB(cf/%s)}", unit),))
        there = code("${DIALPLAN_EXISTS(${PBX_UP},%s,1)}?${PBX_UP},%s", kind, kind)
        yield ("GotoIf", (there, ONE))


def _number(shown: str) -> Safe:
    return text.digits(shown.removeprefix("+"))


def _matches(pattern: str, value: Safe) -> Safe:
    return code('${REGEX("%s" %s)}', text.pattern(pattern), value)
