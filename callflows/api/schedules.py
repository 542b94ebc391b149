"""REST of publications at a time to come."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from rest_framework import mixins, serializers

from callflows.models import Callflow, ScheduledPublication
from callflows.services import schedules
from tenants.generic.rest import ReadOnlyAccountViewSet


class ScheduleSerializer(serializers.ModelSerializer[ScheduledPublication]):
    """A scheduled publication; times without an offset are on the account's clock.

    `version` is a number, or null for the draft as it is when this is sent.
    """

    callflow = serializers.PrimaryKeyRelatedField(
        queryset=Callflow.objects.none(), pk_field=serializers.UUIDField()
    )
    version = serializers.IntegerField(source="source", allow_null=True, default=None)
    published = serializers.IntegerField(
        source="published.number", read_only=True, default=None
    )
    author = serializers.UUIDField(source="author_id", read_only=True)

    class Meta:
        model = ScheduledPublication
        fields: ClassVar = [
            "id",
            "callflow",
            "version",
            "at",
            "back_at",
            "note",
            "author",
            "created_at",
            "state",
            "published",
            "result",
        ]
        read_only_fields: ClassVar = ["state", "result"]
        extra_kwargs: ClassVar = {"back_at": {"required": False, "default": None}}

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["callflow"].queryset = Callflow.objects.all()
        actor = getattr(self.context.get("view"), "actor", None)
        if actor is not None:
            for name in ("at", "back_at", "created_at"):
                fields[name].timezone = ZoneInfo(actor.account.timezone)
        return fields


class ScheduleViewSet(
    mixins.CreateModelMixin, mixins.DestroyModelMixin, ReadOnlyAccountViewSet
):
    """`scheduled-publications/`, with `?callflow=<id>`; DELETE calls one off."""

    serializer_class = ScheduleSerializer

    def get_queryset(self) -> QuerySet[Any]:
        rows = ScheduledPublication.objects.select_related("published").defer(
            "document", "published__document"
        )
        if asked := self.request.query_params.get("callflow"):
            flow_id = _uuid(asked)
            return rows.filter(callflow_id=flow_id) if flow_id else rows.none()
        return rows

    def perform_create(self, serializer: Any) -> None:
        data = serializer.validated_data
        serializer.instance = schedules.schedule(
            data["callflow"],
            data["at"],
            data["back_at"],
            data["source"],
            data.get("note", ""),
        )

    def perform_destroy(self, instance: Model) -> None:
        schedules.cancel(instance)  # type: ignore[arg-type]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
