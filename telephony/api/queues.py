"""REST of how it is in queues."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from queues.models import Queue
from telephony.services import queues
from tenants.access import Right
from tenants.generic.rest import AccountAPI


class QueueLive(AccountAPI):
    """`queues/<id>/live/`"""

    right = right_to_read = Right.VIEW_CALLS

    def get(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """Agents who are logged in, and callers who wait, on all nodes."""
        queue = get_object_or_404(Queue, pk=pk)
        return Response(asdict(queues.now(self.actor.account, queue)))
