"""An account's queues and who is logged in to them, on their way to the nodes.

What queues are like stands in a file of Asterisk's configuration. Members are added to
the running queues, which keep them in AstDB over a restart (`persistentmembers`); agents'
states stand in AstDB beside, each with its moment: what a telephone has changed later is
left alone, and comes here by an event.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Any, Self

from callflows.snapshot_types import DeviceInfo
from extensions.models import PhoneUser
from extensions.snapshots import device_info
from queues.models import Agent, AgentState, Membership, Queue
from queues.services.agents import Word
from telephony.dialplan import agents as dialplan
from telephony.dialplan.agents import STATES, AgentInfo
from telephony.publish.node import NodeLink
from telephony.publish.sections import Section, write
from tenants.models import Account

FOLDER = "queues"

# SOURCE: Asterisk's sample queues.conf, `joinempty`; which agents count as none.
_NOBODY = {
    Queue.Join.ALWAYS: "no",
    Queue.Join.LOGGED_IN: "invalid,unknown",
    Queue.Join.AVAILABLE: "paused,invalid,unknown,unavailable",
}


@dataclass(frozen=True)
class Member:
    """An agent in a queue, as Asterisk has it."""

    queue: str
    interface: str
    penalty: int
    paused: bool
    reason: str
    name: str
    state_interface: str

    @classmethod
    def listed(cls, packet: dict[str, str]) -> Self:
        """A member from an event QueueMember."""
        paused = packet["Paused"] == "1"
        state = packet.get("StateInterface", "")
        location = packet["Location"]
        return cls(
            packet["Queue"],
            location,
            int(packet["Penalty"]),
            paused,
            packet.get("PausedReason", "") if paused else "",
            packet["Name"],
            "" if state == location else state,
        )


def wanted(account: Account) -> list[Any]:
    """Sections of the file, members of the queues, and agents' states, as plain lists."""
    queues = [section(account, queue) for queue in Queue.objects.all()]
    members = [list(astuple(member)) for member in _members(account)]
    states = [
        [agent.unit(account.slug), str(Word.of(agent))] for agent in Agent.objects.all()
    ]
    return [queues, members, states]


def section(account: Account, queue: Queue) -> list[Any]:
    """Name and settings of a queue; SOURCE: Asterisk's sample queues.conf."""
    empty = _NOBODY[Queue.Join(queue.join)]
    settings = {
        "strategy": queue.strategy,
        "timeout": queue.agent_seconds,
        "retry": 1,
        "timeoutpriority": "app",
        "wrapuptime": queue.wrap_up_seconds,
        "maxlen": queue.most_waiting,
        "joinempty": "yes" if empty == "no" else empty,
        "leavewhenempty": empty if queue.leave_when_empty else "no",
        "ringinuse": "no",
        "autofill": "yes",
        "musicclass": "default",
        "announce-position": "yes" if queue.announce_position else "no",
        "announce-holdtime": "no",
        "announce-frequency": 30 if queue.announce_position else 0,
    }
    if queue.exit_key:
        settings["context"] = f"queue-key-{queue.exit_key}"
    lines = [[key, str(value)] for key, value in settings.items()]
    return [queue.unit(account.slug), lines]


def bring(link: NodeLink, slug: str, contexts: list[Any]) -> None:
    """Makes the node's queues, members and states of the account what they should be."""
    sections, members, states = contexts
    before = {name for name, _ in read_file(link, slug)}
    changed = write(link, FOLDER, slug, [_section(row) for row in sections])
    for name in changed:
        link.reload_queue(name)
    newer = _keep_states(link, dict(states))
    told = [Member(*row) for row in members]
    names = {str(name) for name, _ in sections}
    for name in sorted(names | before):
        mine = [member for member in told if member.queue == name]
        _bring_members(link, name, mine, newer)


def holds(link: NodeLink, slug: str, contexts: list[Any]) -> bool:
    """Whether the node's file is what it should be; members are cheap to look at."""
    sections, members, _states = contexts
    if read_file(link, slug) != [_section(row) for row in sections]:
        return False
    held = link.persistent_members
    return all(
        _kept(held.get(str(name), "")) == _lines(str(name), members)
        for name, _ in sections
    )


def _lines(queue: str, members: list[Any]) -> set[tuple[str, ...]]:
    """Members of a queue in the terms of AstDB."""
    told = [Member(*row) for row in members]
    return {
        (m.interface, str(m.penalty), str(int(m.paused)), m.name, m.state_interface)
        for m in told
        if m.queue == queue
    }


def _kept(value: str) -> set[tuple[str, ...]]:
    """What Asterisk keeps of a queue's members; SOURCE: apps/app_queue.c, dump_queue_members."""
    rows = (entry.split(";") for entry in value.split("|") if entry)
    return {
        (*row[:4], row[4] if row[4] != row[0] else "") for row in rows if len(row) > 4
    }


def read_file(link: NodeLink, slug: str) -> list[Section]:
    """The sections of the account's file."""
    return link.read_sections(FOLDER, slug)


def members_of(link: NodeLink, queue: str) -> list[Member]:
    """Who is logged in to a queue on the node."""
    return [
        Member.listed(packet)
        for packet in link.queue_status(queue)
        if packet.get("Event") == "QueueMember"
    ]


def agent_info(account: Account, agent: Agent) -> AgentInfo:
    """What the dialplan of an agent is made from."""
    links = Membership.objects.filter(agent=agent).select_related("queue")
    return AgentInfo(
        agent.pk,
        agent.unit(account.slug),
        agent.user.extension,
        _devices(account, agent.user),
        tuple((m.queue.unit(account.slug), m.level - 1) for m in links),
    )


def _devices(account: Account, user: PhoneUser) -> tuple[DeviceInfo, ...]:
    """The telephones that can ring; they stay silent while the user wants it so."""
    return tuple(
        device_info(account, device, user.pk)
        for device in user.devices.all()
        if device.enabled
    )


def _members(account: Account) -> list[Member]:
    rows = Membership.objects.exclude(agent__state=AgentState.OUT).select_related(
        "queue", "agent__user"
    )
    return [
        Member(
            queue=row.queue.unit(account.slug),
            interface=dialplan.interface(row.agent.unit(account.slug)),
            penalty=row.level - 1,
            paused=row.agent.state == AgentState.PAUSED,
            reason=row.agent.reason,
            name=row.agent.user.extension,
            state_interface=dialplan.state_interface(_devices(account, row.agent.user)),
        )
        for row in rows.prefetch_related("agent__user__devices")
    ]


def _keep_states(link: NodeLink, states: dict[str, str]) -> set[str]:
    """Writes agents' states; gives the members whose telephone knows better."""
    held = link.tree(STATES)
    newer = set()
    for unit, text in states.items():
        told, there = Word.read(text), Word.read(held.get(unit, ""))
        if there and told and there > told:
            newer.add(str(dialplan.interface(unit)))
        elif text != held.get(unit):
            link.put(STATES, unit, text)
    return newer


def _bring_members(
    link: NodeLink, queue: str, told: list[Member], newer: set[str]
) -> None:
    held = {member.interface: member for member in members_of(link, queue)}
    wanted = {member.interface: member for member in told}
    for interface in sorted((held.keys() | wanted.keys()) - newer):
        there, member = held.get(interface), wanted.get(interface)
        if there == member:
            continue
        if there and (member is None or _is_another(there, member)):
            link.remove_member(queue, interface)
            there = None
        if member and there is None:
            link.add_member(astuple(member))
        elif member:
            link.pause_member(queue, interface, member.paused, member.reason)


def _is_another(there: Member, member: Member) -> bool:
    """Whether more has changed than can be without leaving the queue for a moment."""
    return (there.penalty, there.name, there.state_interface) != (
        member.penalty,
        member.name,
        member.state_interface,
    )


def _section(row: list[Any]) -> Section:
    return str(row[0]), [(str(key), str(value)) for key, value in row[1]]
