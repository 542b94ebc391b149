"""How it is in a queue now: a part of the queue's page, asked for by it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from queues.models import Queue
from telephony.services import queues
from tenants.access import Right
from tenants.generic.pages import AccountPage


class QueueLive(AccountPage):
    """Agents who are logged in, and callers who wait."""

    right = Right.VIEW_CALLS
    template_name = "telephony/queue_live.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        queue = get_object_or_404(Queue, pk=self.kwargs["pk"])
        now = queues.now(self.actor.account, queue)
        return super().get_context_data(queue=queue, now=now, **kwargs)
