"""What an agent's telephone can do, and how a queue rings it.

Queues have the agent as `Local/<unit>@agent/n`: that context, the only fixed one, leads to
the extension `ring` of the unit's live version. The others are called by callflows; they
set PBX_DONE if they could do it, keep the state in AstDB, and tell it to the portal.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from callflows.instructions import Cause, Dial, To
from callflows.snapshot_types import DeviceInfo
from pbxportal.lib.names import version_context
from telephony.dialplan import text
from telephony.dialplan.contexts import Context, numbered
from telephony.dialplan.emit import Emitter, Line, hang_up
from telephony.dialplan.text import Safe, code

STATES = "agents"
# A queue has its own time for an agent, which is shorter.
_LONGEST_RING = 300
_TALKS = code("^(INUSE|BUSY|RINGINUSE|ONHOLD)$")


@dataclass(frozen=True)
class AgentInfo:
    """An agent: the user's extension and devices, and their queues with penalties."""

    id: UUID
    unit: str
    extension: str
    devices: tuple[DeviceInfo, ...] = ()
    queues: tuple[tuple[str, int], ...] = ()


def interface(unit: str) -> Safe:
    """The agent's name in queues."""
    return code("Local/%s@agent/n", text.name(unit))


def state_interface(devices: tuple[DeviceInfo, ...]) -> Safe:
    """Whose state tells whether the agent is free; of several telephones none does."""
    if len(devices) != 1:
        return code("")
    return code("PJSIP/%s", text.endpoint(devices[0].endpoint))


def render(agent: AgentInfo, slug: str, version: int) -> tuple[Context, ...]:
    """The contexts of one version of an agent's unit."""
    name = version_context(agent.unit, version)
    lines = {
        "in": _log_in(agent),
        "out": _log_out(agent),
        "pause": _pause(agent),
        "resume": _resume(agent),
        "toggle": _toggle(agent),
        "ring": _ring(agent, Emitter(name, slug)),
        "busy": [hang_up(Cause.AS_DIALLED)],
        "talks": [hang_up(Cause.BUSY)],
    }
    priorities = [step for key, body in lines.items() for step in numbered(key, body)]
    return (Context(name, tuple(priorities)),)


def _log_in(agent: AgentInfo) -> list[Line]:
    who, state = interface(agent.unit), state_interface(agent.devices)
    number = text.mailbox(agent.extension)
    joins: list[Line] = [
        (
            "AddQueueMember",
            (
                text.name(queue),
                who,
                code("%s", penalty),
                code(""),
                number,
                state,
            ),
        )
        for queue, penalty in agent.queues
    ]
    # Who is in a queue already stays paused there by adding.
    return [*joins, ("UnpauseQueueMember", (code(""), who)), *_done(agent, code("in"))]


def _log_out(agent: AgentInfo) -> list[Line]:
    who = interface(agent.unit)
    leaves: list[Line] = [
        ("RemoveQueueMember", (text.name(queue), who)) for queue, _ in agent.queues
    ]
    return [*leaves, *_done(agent, code("out"))]


def _pause(agent: AgentInfo) -> list[Line]:
    pause = (code(""), interface(agent.unit), code(""), code("${ARG1}"))
    lines: list[Line] = [("PauseQueueMember", pause)]
    return _if_logged_in(agent, [*lines, *_done(agent, code("paused ${ARG1}"))])


def _resume(agent: AgentInfo) -> list[Line]:
    lines: list[Line] = [("UnpauseQueueMember", (code(""), interface(agent.unit)))]
    return _if_logged_in(agent, [*lines, *_done(agent, code("in"))])


def _toggle(agent: AgentInfo) -> list[Line]:
    return [
        ("Set", (code("PBX_STATE=${DB(%s/%s)}", code(STATES), text.name(agent.unit)),)),
        (
            "GotoIf",
            (code('${REGEX("paused" ${PBX_STATE})}?resume'), code("1")),
        ),
        ("Goto", (code("pause"), code("1"))),
    ]


def _if_logged_in(agent: AgentInfo, lines: list[Line]) -> list[Line]:
    """The lines for an agent who is logged in; the others come back at once."""
    state = code("${DB(%s/%s)}", code(STATES), text.name(agent.unit))
    return [
        ("GotoIf", (code('${REGEX(" (in|paused)" %s)}?3', state),)),
        ("Return", ()),
        *lines,
    ]


def _done(agent: AgentInfo, state: Safe) -> list[Line]:
    """Keeps the state with the moment in milliseconds, and tells it."""
    unit = text.name(agent.unit)
    word = code("${STRFTIME(,,%%s%%3q)} %s", state)
    key = code("%s/%s", code(STATES), unit)
    told = (code("AgentState"), code("Agent: %s", unit), code("Value: ${PBX_DONE}"))
    return [
        ("Set", (code("PBX_DONE=%s", word),)),
        ("Set", (code("DB(%s)=${PBX_DONE}", key),)),
        ("UserEvent", told),
        ("Return", ()),
    ]


def _ring(agent: AgentInfo, emitter: Emitter) -> list[Line]:
    """Rings the telephones together, unless the agent talks on one of them."""
    lines: list[Line] = [
        (
            "GotoIf",
            (
                code(
                    '${REGEX("%s" ${DEVICE_STATE(PJSIP/%s)})}?talks',
                    _TALKS,
                    text.endpoint(device.endpoint),
                ),
                code("1"),
            ),
        )
        for device in agent.devices
    ]
    dial = Dial(agent.id, "", agent.devices, _LONGEST_RING, To("busy"))
    return [*lines, *emitter.emit_Dial(dial, len(lines) + 1)]
