"""REST of sounds and time frames."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from callflows.models import Media, TimeFrame
from callflows.services.media import create_media, delete_media
from callflows.services.time_frames import check_rules
from callflows.services.usage import touch_callflows_using
from tenants.generic.rest import AccountViewSet


class MediaSerializer(serializers.ModelSerializer[Media]):
    """A sound; the file (`sound`, multipart) only when it is made."""

    sound = serializers.FileField(write_only=True)

    class Meta:
        model = Media
        fields: ClassVar = ["id", "name", "seconds", "sound", "created_at"]
        read_only_fields: ClassVar = ["seconds"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if self.instance is not None:
            fields.pop("sound")
        return fields


class MediaViewSet(AccountViewSet):
    """`media/`"""

    serializer_class = MediaSerializer
    kind = "media"

    def get_queryset(self) -> QuerySet[Any]:
        return Media.objects.all()

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        data = serializer.validated_data
        serializer.instance = create_media(data["name"], data["sound"])

    def perform_destroy(self, instance: Model) -> None:
        delete_media(instance)  # type: ignore[arg-type]


class TimeFrameSerializer(serializers.ModelSerializer[TimeFrame]):
    """A named time and its rules."""

    class Meta:
        model = TimeFrame
        fields: ClassVar = ["id", "name", "rules"]

    def validate_rules(self, value: Any) -> Any:
        """Refuses what the compiler could not read."""
        check_rules(value)
        return value


class TimeFrameViewSet(AccountViewSet):
    """`time-frames/`"""

    serializer_class = TimeFrameSerializer
    kind = "time_frame"

    def get_queryset(self) -> QuerySet[Any]:
        return TimeFrame.objects.all()

    def touch(self, instance: Model) -> None:
        touch_callflows_using(instance.pk)
