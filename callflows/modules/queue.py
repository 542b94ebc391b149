"""Has the caller wait for an agent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import Answer, Enqueue, Goto, SetPriority
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, setting
from callflows.snapshot_types import QueueInfo
from callflows.targeted import Targeted, TargetSettings, advanced, variable
from callflows.variables import VariableName
from pbxportal.lib.refto import RefTo


class QueueSettings(TargetSettings):
    """Which queue, and how long."""

    queue: Annotated[UUID, RefTo("queue")] | None = setting(
        _("Queue"), None, unless="advanced"
    )
    timeout: int | None = setting(
        _("Longest wait"),
        None,
        ge=1,
        le=7200,
        help=_("Seconds; what the queue says if empty."),
    )
    priority: int | None = setting(
        _("Priority"),
        None,
        ge=0,
        le=100,
        help=_("A higher one is answered first. Empty: as it was set before."),
    )
    advanced: bool = advanced()
    variable: VariableName | None = variable()


class QueueModule(Targeted[QueueSettings]):
    """The caller hears music until an agent answers; the call ends with the talk."""

    label, icon, category = _("Queue"), "users-group", "call_center"
    help = _(
        "The caller waits for an agent. An exit without a module leads to “Otherwise”."
    )
    Settings, target, shape = QueueSettings, "queue", QueueInfo
    examples = (
        {"queue": "01900000-0000-7000-8000-000000000031"},
        {
            "queue": "01900000-0000-7000-8000-000000000031",
            "timeout": 60,
            "priority": 5,
        },
        {"advanced": True, "variable": "team"},
    )
    exits = (
        Branch("timeout", _("Waited too long"), optional=True),
        Branch("full", _("Too many callers"), optional=True),
        Branch("empty", _("No agents"), optional=True),
        Branch("left", _("Key pressed"), optional=True),
        Branch(DEFAULT_BRANCH, _("Otherwise")),
    )
    told_otherwise = frozenset({DEFAULT_BRANCH})

    def check_target(self, info: QueueInfo, node: Node) -> Iterator[Finding]:
        if not info.agents:
            yield Finding("no_agent", node.path, "queue", {"name": info.name})
        yield from self._waiting(node, info)
        if "left" in node.keys and not info.exit_key:
            yield Finding("no_exit_key", node.path, "left", {"name": info.name})

    def _waiting(self, node: Node, queue: QueueInfo) -> Iterator[Finding]:
        """Whether a caller whom nobody answers gets on, and when."""
        name = {"name": queue.name}
        ends = self.settings.timeout or queue.seconds
        if ends and not {"timeout", DEFAULT_BRANCH} & set(node.keys):
            yield Finding("queue_cuts_off", node.path, "timeout", {**name, "n": ends})
        elif DEFAULT_BRANCH not in node.keys:
            values = {"branch": _("Otherwise")}
            yield Finding("dead_end", node.path, DEFAULT_BRANCH, values)
        if not ends and queue.agents and queue.joinable_empty and not queue.exit_key:
            yield Finding("waits_for_ever", node.path, "timeout", name)

    def lower_to(self, scope: Scope, id: UUID | None) -> None:
        settings = self.settings
        if settings.priority is not None:
            scope.emit(SetPriority(settings.priority))
        queue = scope.find(QueueInfo, id)
        if queue is None:
            scope.emit(Goto(scope.to(DEFAULT_BRANCH)))
            return
        exits = {
            key: scope.to(key if key in scope.keys else DEFAULT_BRANCH)
            for key in ("timeout", "full", "empty", "left")
        }
        seconds = settings.timeout or queue.seconds
        otherwise = scope.to(DEFAULT_BRANCH)
        scope.emit(Answer(), Enqueue(queue, seconds, **exits, otherwise=otherwise))
