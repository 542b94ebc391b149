"""Queues as the compiler sees them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count

from callflows import snapshot
from callflows.snapshot_types import Info, QueueInfo
from queues.models import Queue
from tenants.models import Account


def register() -> None:
    """Called once, when the app is ready."""
    snapshot.register("queue", load_queues)


def load_queues(account: Account, ids: set[UUID]) -> Mapping[UUID, Info]:
    """Queues by their name in Asterisk."""
    queues = Queue.objects.filter(pk__in=ids).annotate(agents=Count("memberships"))
    return {
        queue.pk: QueueInfo(
            queue.pk,
            queue.name,
            queue.unit(account.slug),
            seconds=queue.wait_seconds,
            agents=queue.agents,
            joinable_empty=queue.join == Queue.Join.ALWAYS,
            exit_key=queue.exit_key,
        )
        for queue in queues
    }
