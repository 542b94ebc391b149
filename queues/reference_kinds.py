"""What documents can point at here, and what holds on to agents and users."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from queues.models import Agent, Queue
from tenants import refs


def register() -> None:
    """Called once, when the app is ready."""
    refs.register(refs.Kind("queue", Queue, _("queue"), "queue"))
    refs.register(refs.Kind("agent", Agent, _("agent"), "agent"))
    refs.register_user(queues_of_agent)
    refs.register_user(agent_of_user)


def queues_of_agent(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """Queues that the agent answers."""
    if kind == "agent":
        for queue in Queue.objects.filter(memberships__agent=pk):
            yield refs.Use(str(queue), "queue", queue.pk)


def agent_of_user(kind: str, pk: UUID) -> Iterable[refs.Use]:
    """The agent that a user is."""
    if kind == "user":
        for agent in Agent.objects.filter(user=pk).select_related("user"):
            yield refs.Use(str(agent), "agent", agent.pk)
