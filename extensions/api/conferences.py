"""REST of conferences."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers

from callflows.services.usage import touch_callflows_using
from extensions.models import Conference
from extensions.services.conferences import save_conference
from tenants.generic.rest import AccountViewSet


class ConferenceSerializer(serializers.ModelSerializer[Conference]):
    """A conference; its PINs can be set, not read."""

    class Meta:
        model = Conference
        fields: ClassVar = [
            "id",
            "name",
            "number",
            "owner",
            "pin",
            "moderator_pin",
            "most",
            "tones",
            "wait",
            "record",
        ]
        extra_kwargs: ClassVar = {
            "pin": {"write_only": True},
            "moderator_pin": {"write_only": True},
        }


class ConferenceViewSet(AccountViewSet):
    """`conferences/`"""

    serializer_class = ConferenceSerializer
    kind = "conference"

    def get_queryset(self) -> QuerySet[Any]:
        return Conference.objects.all()

    def touch(self, instance: Model) -> None:
        touch_callflows_using(instance.pk)

    def _save(self, serializer: serializers.BaseSerializer[Any]) -> None:
        conference = serializer.instance or Conference()
        for name, value in serializer.validated_data.items():
            setattr(conference, name, value)
        save_conference(conference)
        serializer.instance = conference
