"""A node's queues and who is logged in to them."""

from __future__ import annotations

from functools import cached_property

from telephony.ami.client import AmiClient


class NodeQueues:
    """What AMI offers for app_queue."""

    client: AmiClient

    def tree(self, family: str) -> dict[str, str]:
        """All keys of AstDB below a family, without it."""
        raise NotImplementedError

    def reload_queue(self, name: str) -> None:
        """Has one queue's settings read again; its callers and members stay."""
        self.client.request(
            "QueueReload", ("Queue", name), ("Members", "no"), ("Parameters", "yes")
        )

    def queue_status(self, name: str) -> list[dict[str, str]]:
        """One queue with its members and callers, as events; none if it is unknown."""
        return self.client.request_list("QueueStatus", ("Queue", name))

    def add_member(self, member: tuple[str | int | bool, ...]) -> None:
        """Logs an agent in to a queue."""
        queue, interface, penalty, paused, reason, name, state = map(str, member)
        self.client.request(
            "QueueAdd",
            ("Queue", queue),
            ("Interface", interface),
            ("Penalty", penalty),
            ("Paused", "1" if paused == "True" else "0"),
            ("Reason", reason),
            ("MemberName", name),
            ("StateInterface", state),
        )

    def remove_member(self, queue: str, interface: str) -> None:
        """Logs an agent out of a queue."""
        self.client.request("QueueRemove", ("Queue", queue), ("Interface", interface))

    def pause_member(
        self, queue: str, interface: str, paused: bool, reason: str
    ) -> None:
        """Pauses an agent in a queue, or ends the pause."""
        self.client.request(
            "QueuePause",
            ("Queue", queue),
            ("Interface", interface),
            ("Paused", "1" if paused else "0"),
            ("Reason", reason),
        )

    @cached_property
    def persistent_members(self) -> dict[str, str]:
        """What AstDB keeps of all queues' members, at the first look: one question, where
        asking each queue would be thousands."""
        return self.tree("Queue/PersistentMembers")
