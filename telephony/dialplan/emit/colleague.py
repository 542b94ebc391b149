"""What somebody does with the calls and lamps of others, as applications.

Telephones of other accounts are out of reach by two marks that every endpoint's channels
have (telephony.realtime): PICKUPMARK is the device's id, SPYGROUP the account. The
beginning of a channel's name alone would not do: `PJSIP/1001@a.example-` also begins
the channels of a realm `a.example-b.com`.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import Hearing, Lamp
from telephony.dialplan import text
from telephony.dialplan.emit.conference import ask_digits, typed
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code

# One argument of Pickup() is far below what a priority may hold with these.
_AT_ONCE = 12
# b: only who talks; q: no announcement; E, S: come out when the talk is over, or at once
# if there is none.
_HEARINGS = {
    Hearing.LISTEN: code("bqES"),
    Hearing.WHISPER: code("bqESw"),
    Hearing.BARGE: code("bqESB"),
    Hearing.KEYS: code("bqESd"),
}
_STATES = {
    Lamp.ON: code("INUSE"),
    Lamp.OFF: code("NOT_INUSE"),
    Lamp.RINGING: code("RINGING"),
}


class Colleague(Writer):
    """What somebody does with the calls and lamps of others, as applications."""

    def emit_Admit(self, do: op.Admit, first: int) -> list[Line]:
        past = first + len(do.devices) + 1
        return [
            *(
                (
                    "GotoIf",
                    (
                        code(
                            '$["${CHANNEL(endpoint)}" = "%s"]?%s',
                            text.endpoint(device.endpoint),
                            past,
                        ),
                    ),
                )
                for device in do.devices
            ),
            *self.jump(do.refused),
        ]

    def emit_AskPin(self, do: op.AskPin, first: int) -> list[Line]:
        def asking(past: int) -> list[Line]:
            tests = [typed(text.mailbox(do.pin), code("%s", past))]
            prompt, wrong = code("vm-password"), code("vm-invalidpassword")
            lines = ask_digits(prompt, tests, wrong, first + 1)
            return [("Answer", ()), *lines, *self.jump(do.refused)]

        return asking(first + len(asking(0)))

    def emit_PickUp(self, do: op.PickUp, first: int) -> list[Line]:
        marks = [
            code("%s@PICKUPMARK", text.name(str(device.id))) for device in do.devices
        ]
        parts = [marks[i : i + _AT_ONCE] for i in range(0, len(marks), _AT_ONCE)]
        lines: list[Line] = [("Pickup", (Safe("&".join(part)),)) for part in parts]
        return [*lines, *self.jump(do.nobody)]

    def emit_Eavesdrop(self, do: op.Eavesdrop, first: int) -> list[Line]:
        options = code("%sg(%s)", _HEARINGS[do.hearing], self.account)
        talked = code("${LEN(${SPY_CHANNEL})}?%s", at(do.done))
        lines: list[Line] = [("Answer", ()), ("Set", (code("SPY_CHANNEL="),))]
        for device in do.devices:
            whose = code("PJSIP/%s-", text.endpoint(device.endpoint))
            lines += [("ChanSpy", (whose, options)), ("GotoIf", (talked, ONE))]
        return [*lines, *self.jump(do.nobody)]

    def emit_SetLamp(self, do: op.SetLamp, first: int) -> list[Line]:
        lamp = code("%s", text.diallable(do.number))
        state = code("DEVICE_STATE(Custom:%s-%s)", self.account, lamp)
        other = code('${IF($["${%s}" = "INUSE"]?NOT_INUSE:INUSE)}', state)
        shows = _STATES.get(do.shows, other)
        told = (
            code("LampState"),
            code("Account: %s", self.account),
            code("Lamp: %s", lamp),
            code("State: ${%s}", state),
        )
        return [("Set", (code("%s=%s", state, shows),)), ("UserEvent", told)]
