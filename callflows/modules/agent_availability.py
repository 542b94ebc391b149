"""Branches on whether an agent is free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import BranchOnAgents, Goto
from callflows.lowering import Scope
from callflows.module import Branch, Module, Settings, setting
from callflows.snapshot_types import QueueInfo, Snapshot
from pbxportal.lib.refto import RefTo

AVAILABLE, BUSY, NONE = "available", "busy", "none"


class AgentAvailabilitySettings(Settings):
    """Whose agents."""

    queue: Annotated[UUID, RefTo("queue")] = setting(_("Queue"))


class AgentAvailability(Module[AgentAvailabilitySettings]):
    """Looks at the agents of a queue; the caller hears nothing of it."""

    label, icon = _("Agent availability"), "user-question"
    category = "call_center"
    help = _(
        "Goes on by whether an agent of a queue could answer now, all are busy or "
        "paused, or none is logged in with a telephone that is registered."
    )
    Settings = AgentAvailabilitySettings
    examples = ({"queue": "01900000-0000-7000-8000-000000000031"},)
    exits = (
        Branch(AVAILABLE, _("An agent is free")),
        Branch(BUSY, _("All are busy")),
        Branch(NONE, _("None is logged in")),
    )

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        queue = snapshot.get(QueueInfo, self.settings.queue)
        if queue and not queue.agents:
            yield Finding("no_agent", node.path, "queue", {"name": queue.name})

    def lower(self, scope: Scope) -> None:
        available, busy, none = (scope.to(key) for key in (AVAILABLE, BUSY, NONE))
        queue = scope.find(QueueInfo, self.settings.queue)
        if queue is None:
            scope.emit(Goto(none))
        else:
            scope.emit(BranchOnAgents(queue, available, busy, none))
