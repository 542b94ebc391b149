"""REST of queues."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from queues.models import Membership, Queue
from queues.models.queue import MOST_LEVELS
from queues.services.queues import delete_queue, save_queue
from tenants.generic.rest import AccountViewSet


class MemberSerializer(serializers.ModelSerializer[Membership]):
    """An agent of a queue; level 1 rings first."""

    agent = serializers.UUIDField(source="agent_id")
    level = serializers.IntegerField(min_value=1, max_value=MOST_LEVELS, default=1)

    class Meta:
        model = Membership
        fields: ClassVar = ["agent", "level"]


class QueueSerializer(serializers.ModelSerializer[Queue]):
    """A queue with its agents; `members` replaces all of them."""

    members = MemberSerializer(source="memberships", many=True, required=False)

    class Meta:
        model = Queue
        fields: ClassVar = [
            "id",
            "name",
            "strategy",
            "agent_seconds",
            "wrap_up_seconds",
            "most_waiting",
            "wait_seconds",
            "join",
            "leave_when_empty",
            "announce_position",
            "exit_key",
            "members",
        ]


class QueueViewSet(AccountViewSet):
    """`queues/`"""

    serializer_class = QueueSerializer
    kind = "queue"

    def get_queryset(self) -> QuerySet[Any]:
        return Queue.objects.prefetch_related("memberships")

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        queue = serializer.instance or Queue()
        data = dict(serializer.validated_data)
        members = data.pop("memberships", None)
        for name, value in data.items():
            setattr(queue, name, value)
        levels = members and {m["agent_id"]: m["level"] for m in members}
        save_queue(queue, {} if members == [] else levels)
        serializer.instance = self.get_queryset().get(pk=queue.pk)

    def perform_destroy(self, instance: Any) -> None:
        delete_queue(instance)
