"""Queues and agents, as applications.

Asterisk tells by QUEUESTATUS why a caller has left (apps/app_queue.c); after a talk with
an agent the call is over. An agent's telephone has the agent's unit in AGENT.
"""

from __future__ import annotations

from callflows import instructions as op
from callflows.instructions import Confirmation, To
from telephony.dialplan import text
from telephony.dialplan.emit.writer import ONE, Line, Writer, at
from telephony.dialplan.text import Safe, code

_SOUNDS = {
    Confirmation.BEEP: code("beep"),
    Confirmation.LOGGED_IN: code("agent-loginok"),
    Confirmation.LOGGED_OUT: code("agent-loggedoff"),
}


class CallCenter(Writer):
    """Queues and agents, as applications."""

    def emit_Enqueue(self, do: op.Enqueue, first: int) -> list[Line]:
        seconds = code("%s", do.seconds) if do.seconds else code("")
        # `i`: a telephone must not send the caller on to a number of its choice.
        wanted = (text.name(do.queue.queue), code("i"), code(""), code(""), seconds)
        cases: tuple[tuple[Safe, To], ...] = (
            (code("TIMEOUT"), do.timeout),
            (code("FULL"), do.full),
            (code("JOINEMPTY"), do.empty),
            (code("LEAVEEMPTY"), do.empty),
        )
        return [
            ("Set", (code("QUEUESTATUS="),)),
            ("Set", (code("PBX_LEFT=%s", self.context), at(do.left), ONE)),
            ("Queue", wanted),
            *(
                (
                    "GotoIf",
                    (code('$["${QUEUESTATUS}" = "%s"]?%s', status, at(to)), ONE),
                )
                for status, to in cases
            ),
            *self.jump(do.otherwise),
        ]

    def emit_BranchOnAgents(self, do: op.BranchOnAgents, first: int) -> list[Line]:
        queue = text.name(do.queue.queue)
        # A queue that Asterisk does not have counts -1: then nobody is there.
        return [
            (
                "GotoIf",
                (code("$[${QUEUE_MEMBER(%s,%s)} > 0]?%s", queue, what, at(to)), ONE),
            )
            for what, to in (
                (code("ready"), do.available),
                (code("logged"), do.busy),
            )
        ] + self.jump(do.none)

    def emit_SetPriority(self, do: op.SetPriority, first: int) -> list[Line]:
        return [("Set", (code("QUEUE_PRIO=%s", do.priority),))]

    def emit_ChangeAgent(self, do: op.ChangeAgent, first: int) -> list[Line]:
        what, reason = text.name(do.change.value), text.name(do.reason or "none")
        place = code("${PBX_AGENT},%s,1(%s)", what, reason)
        lines: list[Line] = [
            ("Set", (code("PBX_DONE="),)),
            ("Set", (code("PBX_AGENT=${DB(cf/${AGENT})}"),)),
            (
                "GotoIf",
                (code("${DIALPLAN_EXISTS(${PBX_AGENT},%s,1)}?%s", what, first + 4),),
            ),
            *self.jump(do.refused),
            ("Gosub", (place,)),
            ("GotoIf", (code("${LEN(${PBX_DONE})}?%s", first + 7),)),
            *self.jump(do.refused),
        ]
        if sound := _SOUNDS.get(do.confirmation):
            lines += [("Answer", ()), ("Playback", (sound,))]
        return [*lines, *self.jump(do.done)]
