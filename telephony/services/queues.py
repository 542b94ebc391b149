"""How it is in a queue now, as the nodes tell."""

from __future__ import annotations

from dataclasses import dataclass, field

from queues.models import Queue
from telephony import nodes
from telephony.publish.node import NodeLink
from telephony.publish.steps import on_all
from tenants.models import Account

# SOURCE: Asterisk include/asterisk/devicestate.h, the order of ast_device_state.
_FREE, _RINGING, _HOLD = {"1"}, {"6"}, {"8"}
_TALKING = {"2", "3", "7"}


@dataclass(frozen=True)
class Present:
    """An agent who is logged in: `state` is free, ringing, talking, paused or away."""

    node: str
    extension: str
    state: str
    reason: str
    calls: int


@dataclass(frozen=True)
class Waiting:
    """A caller in the queue; `seconds` since they came."""

    node: str
    position: int
    number: str
    name: str
    seconds: int


@dataclass(frozen=True)
class Now:
    """A queue on all nodes; `unreachable` are those that did not answer."""

    agents: list[Present] = field(default_factory=list)
    callers: list[Waiting] = field(default_factory=list)
    unreachable: list[str] = field(default_factory=list)


def now(account: Account, queue: Queue) -> Now:
    """Asks every node for this one queue."""
    unit, found = queue.unit(account.slug), Now()

    def ask(link: NodeLink) -> None:
        for packet in link.queue_status(unit):
            if packet.get("Event") == "QueueMember":
                found.agents.append(_agent(link.address.name, packet))
            elif packet.get("Event") == "QueueEntry":
                found.callers.append(_caller(link.address.name, packet))

    outcomes = on_all(nodes.load(), ask)
    found.unreachable.extend(o.node for o in outcomes if o.state != "ready")
    found.agents.sort(key=lambda agent: (agent.extension, agent.node))
    found.callers.sort(key=lambda caller: (caller.position, caller.node))
    return found


def _agent(node: str, packet: dict[str, str]) -> Present:
    paused = packet["Paused"] == "1"
    return Present(
        node,
        packet["Name"],
        "paused" if paused else _state(packet),
        packet.get("PausedReason", "") if paused else "",
        int(packet["CallsTaken"]),
    )


def _state(packet: dict[str, str]) -> str:
    status = packet["Status"]
    if packet.get("InCall") == "1" or status in _TALKING | _HOLD:
        return "talking"
    if status in _RINGING:
        return "ringing"
    return "free" if status in _FREE else "away"


def _caller(node: str, packet: dict[str, str]) -> Waiting:
    return Waiting(
        node,
        int(packet["Position"]),
        packet.get("CallerIDNum", ""),
        packet.get("CallerIDName", ""),
        int(packet["Wait"]),
    )
