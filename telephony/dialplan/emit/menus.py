"""What a menu asks for, as applications.

A greeting is played by the same Read() as the prompt after it, so that a key stops either.
Extensions are looked up in the account's routes (telephony/dialplan/routes.py): `u1001` is
there for a user's extension and `up10` for the beginning of one; `a1001`, `ap10` for all
numbers. So nothing but the account's own numbers can ever be dialled.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import MAX_HOPS, Cause, To
from callflows.snapshot_types import MediaInfo
from pbxportal.lib.names import routes_unit
from telephony.dialplan import text, times
from telephony.dialplan.emit.leave import GOES_IN_CIRCLES, Leave, hang_up
from telephony.dialplan.emit.writer import ONE, Line, at
from telephony.dialplan.text import Safe, code

# What is dialled is one key, or digits that Read() took one by one.
_KEY, _MORE, _SAID = code("PBX_KEY"), code("PBX_MORE"), code("PBX_SAID")
_DIALLED = code("${PBX_KEY}")


class Menus(Leave):
    """What a menu asks for, as applications."""

    def emit_AskMenu(self, do: op.AskMenu, first: int) -> list[Line]:
        lines = _greeting(do, first)
        again = first + len(lines) + 1
        lines += [
            ("Set", (code("PBX_TRY=0"),)),
            ("Set", (code("PBX_TRY=$[${PBX_TRY} + 1]"),)),
            _read(_KEY, code("${PBX_SAID}"), do.seconds),
            ("Set", (_says(do.again or do.prompt),)),
        ]
        if do.repeat_key:
            lines.append(("GotoIf", (_is(do.repeat_key, code("%s", again + 1)),)))
        no_key = self._in_vain(do.no_key, do.no_key_at_once, do.tries, again)
        begin = first + len(lines) + 1
        lines.append(("GotoIf", (code("${LEN(${PBX_KEY})}?%s", begin + len(no_key)),)))
        lines += no_key
        if do.extensions:
            lines += self._digits(do.extensions, first + len(lines))
        lines += [("GotoIf", (_is(c.key, at(c.to)), ONE)) for c in do.cases]
        if do.extensions:
            lines += self._dial(do.extensions, first + len(lines))
        if do.invalid:
            lines.append(("Playback", (text.sound(do.invalid.path),)))
        wrong = self._in_vain(do.other_key, do.other_key_at_once, do.tries, again)
        return [*lines, *wrong]

    def _in_vain(
        self, to: To | None, at_once: bool, tries: int, again: int
    ) -> list[Line]:
        """Asks again, or goes on as after the last try."""
        retry = code("$[${PBX_TRY} < %s]?%s", tries, again)
        leave = self.jump(to) if to else [hang_up(Cause.NORMAL)]
        return leave if at_once else [("GotoIf", (retry,)), *leave]

    def _digits(self, extensions: op.Extensions, first: int) -> list[Line]:
        """Reads on while what was entered is the beginning of a number."""
        routes = text.name(routes_unit(self.account))
        begun = _known(code("%sp", _kind(extensions)))
        done = first + 7
        return [
            ("Set", (code("PBX_ROUTES=${DB(cf/%s)}", routes),)),
            (
                "GotoIf",
                (
                    code(
                        "$[${LEN(%s)} < %s]?%s:%s",
                        _DIALLED,
                        extensions.digits,
                        first + 2,
                        done,
                    ),
                ),
            ),
            ("GotoIf", (code("%s?%s:%s", begun, first + 3, done),)),
            _read(_MORE, code(""), extensions.seconds),
            # A `#` or `*` ends the number, as a pause does.
            (
                "GotoIf",
                (code("${LEN(${FILTER(0-9,${PBX_MORE})})}?%s:%s", first + 5, done),),
            ),
            ("Set", (code("PBX_KEY=${PBX_KEY}${PBX_MORE}"),)),
            ("Goto", (code("%s", first + 1),)),
        ]

    def _dial(self, extensions: op.Extensions, first: int) -> list[Line]:
        """Goes where the number leads, if it is one."""
        place = code("Node: %s/%s", self.context, self.here)
        known = _known(_kind(extensions))
        return [
            ("GotoIf", (code("%s?%s:%s", known, first + 1, first + 6),)),
            ("Set", (code("__PBX_HOPS=$[0${PBX_HOPS} + 1]"),)),
            ("GotoIf", (code("$[${PBX_HOPS} > %s]?%s", MAX_HOPS, first + 4),)),
            ("Goto", (code("${PBX_ROUTES}"), _DIALLED, ONE)),
            ("UserEvent", (code("CallflowLoop"), place)),
            ("Hangup", (GOES_IN_CIRCLES,)),
        ]


def _greeting(do: op.AskMenu, first: int) -> list[Line]:
    """Lines that leave in PBX_SAID what is played first: the greeting, the prompt."""
    start: Line = ("Set", (_says(do.prompt),))
    cases = [
        (condition, welcome.sound)
        for welcome in do.welcomes
        for condition in times.conditions(welcome.rule)
    ]
    if not cases and do.welcome is None:
        return [start]
    heard = text.variable(f"PBX_H_{do.key.upper()}")
    clock = times.clock((c for c, _ in cases), text.zone(do.timezone)) if cases else []
    # Prompt, guard and mark, the clock, a jump a case, the default; then two a sound.
    sounds = list(dict.fromkeys(sound for _, sound in cases))
    begin = first + 3 + len(clock) + len(cases) + 2
    after = begin + 2 * len(sounds)
    place = {sound: begin + 2 * number for number, sound in enumerate(sounds)}
    lines: list[Line] = [
        start,
        ("GotoIf", (code("${LEN(${%s})}?%s", heard, after),)),
        ("Set", (code("%s=1", heard),)),
        *(("Set", (argument,)) for argument in clock),
    ]
    for condition, sound in cases:
        lines.append(("GotoIf", (code("$[%s]?%s", condition, place[sound]),)))
    for said in (do.welcome, *sounds):
        lines.append(("Set", (_says(said, do.prompt),)))
        lines.append(("Goto", (code("%s", after),)))
    return lines


def _says(*sounds: MediaInfo | None) -> Safe:
    paths = [text.sound(sound.path) for sound in sounds if sound]
    return code("%s=%s", _SAID, Safe("&".join(paths)))


def _read(variable: Safe, prompt: Safe, seconds: int) -> Line:
    """Read() for one key; `t()`: none ends the input, so that `#` is one like any other."""
    return "Read", (variable, prompt, ONE, code("t()"), ONE, code("%s", seconds))


def _is(key: str, to: Safe) -> Safe:
    if len(key) != 1:
        raise text.NotSafe(f"no key: {key!r}")
    return code('$["${PBX_KEY}" = "%s"]?%s', text.diallable(key), to)


def _kind(extensions: op.Extensions) -> Safe:
    return code("a") if extensions.all else code("u")


def _known(prefix: Safe) -> Safe:
    """Whether the account's routes have what was entered, under that prefix."""
    return code("${DIALPLAN_EXISTS(${PBX_ROUTES},%s%s,1)}", prefix, _DIALLED)
