"""What people switch by telephone, as applications.

AstDB holds `user/<account>/<user>/<feature>` = `<seconds since 1970>:<value>`: of two
values the later one counts, wherever it was set. Ten digits and the colon come first
until the year 2286.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import Feature, Switch
from telephony.dialplan import text
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code

CALLER = code("${PBX_USER}")

_SPOKEN = {
    Feature.DO_NOT_DISTURB: code("do-not-disturb"),
    Feature.FORWARD_ALWAYS: code("call-fwd-unconditional"),
    Feature.FORWARD_BUSY: code("call-fwd-on-busy"),
    Feature.FORWARD_NO_ANSWER: code("call-fwd-no-ans"),
}


def state_key(account: Safe, user: Safe, feature: Safe) -> Safe:
    """Where a feature of a user is kept."""
    return code("user/%s/%s/%s", account, user, feature)


def state_of(account: Safe, user: Safe, feature: Safe) -> Safe:
    """Its value; empty while it is off."""
    return code("${DB(%s):11}", state_key(account, user, feature))


class FeatureSwitch(Writer):
    """What people switch by telephone, as applications."""

    def emit_SwitchFeature(self, do: op.SwitchFeature, first: int) -> list[Line]:
        feature = text.name(do.feature.value)
        lines: list[Line] = [
            (
                "GotoIf",
                (code("${LEN(%s)}?%s:%s", CALLER, first + 1, at(do.nobody)), ONE),
            ),
            ("Answer", ()),
        ]
        off = self._set(do, feature, code(""), code("de-activated"))
        if do.switch == Switch.OFF:
            return [*lines, *off]
        if do.switch == Switch.TOGGLE:
            state = state_of(self.account, CALLER, feature)
            here = first + len(lines) + 1
            lines.append(
                ("GotoIf", (code("${LEN(%s)}?%s:%s", state, here, here + len(off)),))
            )
            lines += off
        asked = _ask(do, first + len(lines)) if do.value is None else []
        value = code("${PBX_NUMBER}") if do.value is None else text.diallable(do.value)
        return [*lines, *asked, *self._set(do, feature, value, code("activated"))]

    def _set(
        self, do: op.SwitchFeature, feature: Safe, value: Safe, said: Safe
    ) -> list[Line]:
        key = state_key(self.account, CALLER, feature)
        return [
            ("Set", (code("PBX_STATE=${EPOCH}:%s", value),)),
            ("Set", (code("DB(%s)=${PBX_STATE}", key),)),
            (
                "UserEvent",
                (
                    code("UserState"),
                    code("Account: %s", self.account),
                    code("User: %s", CALLER),
                    code("Feature: %s", feature),
                    code("State: ${PBX_STATE}"),
                ),
            ),
            ("Playback", (code("%s&%s", _SPOKEN[do.feature], said),)),
            *self.jump(do.done),
        ]


def _ask(do: op.SwitchFeature, first: int) -> list[Line]:
    """Leaves in PBX_NUMBER what the caller enters; it is digits, stars and plus."""
    entered = code("${LEN(${PBX_NUMBER})}?%s:%s", first + 3, at(do.no_number))
    return [
        (
            "Read",
            (
                code("PBX_NUMBER"),
                code("vm-enter-num-to-call"),
                code("20"),
                code(""),
                code("1"),
                code("%s", do.seconds),
            ),
        ),
        ("Set", (code("PBX_NUMBER=${FILTER(0-9*+,${PBX_NUMBER})}"),)),
        ("GotoIf", (entered, ONE)),
    ]
