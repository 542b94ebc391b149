"""REST of seats."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from callflows.models.callflow import DIALLABLE
from extensions.models import Seat
from extensions.models.person import EXTENSION
from extensions.services import seats
from tenants.generic.rest import AccountViewSet

_OF_USER = ("first_name", "last_name", "extension", "email")


class SeatSerializer(serializers.ModelSerializer[Seat]):
    """A seat with the ids of what was made with it."""

    first_name = serializers.CharField(source="user.first_name", max_length=60)
    last_name = serializers.CharField(
        source="user.last_name", max_length=60, required=False, allow_blank=True
    )
    extension = serializers.CharField(
        source="user.extension", max_length=8, validators=[EXTENSION]
    )
    email = serializers.EmailField(
        source="user.email", required=False, allow_blank=True
    )
    numbers = serializers.ListField(
        child=serializers.CharField(max_length=20, validators=[DIALLABLE]),
        required=False,
        write_only=True,
        max_length=50,
    )
    sip_username = serializers.CharField(source="device.sip_username", read_only=True)
    ring_seconds = serializers.IntegerField(min_value=1, max_value=300, required=False)

    class Meta:
        model = Seat
        fields: ClassVar = [
            "id",
            "first_name",
            "last_name",
            "extension",
            "email",
            "numbers",
            "ring_seconds",
            "user",
            "device",
            "voicemail_box",
            "callflow",
            "sip_username",
        ]
        read_only_fields: ClassVar = ["user", "device", "voicemail_box", "callflow"]


class SeatViewSet(AccountViewSet):
    """`seats/`: the answer to a creation has the SIP password, that once."""

    serializer_class = SeatSerializer
    _password = ""

    def get_queryset(self) -> QuerySet[Any]:
        return Seat.objects.select_related(
            "user", "device", "voicemail_box", "callflow"
        )

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        data = dict(serializer.validated_data)
        new = seats.NewSeat(
            **data.pop("user"),
            numbers=tuple(data.pop("numbers", ())),
            ring_seconds=data.pop("ring_seconds", settings.RING_SECONDS),
        )
        serializer.instance, self._password = seats.create_seat(new)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().create(request, *args, **kwargs)
        answer.data["sip_password"] = self._password
        return answer

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        seat: Any = serializer.instance
        for name, value in serializer.validated_data.pop("user", {}).items():
            setattr(seat.user, name, value)
        seat.ring_seconds = serializer.validated_data.get(
            "ring_seconds", seat.ring_seconds
        )
        seats.change_seat(seat)

    def perform_destroy(self, instance: Model) -> None:
        seats.delete_seat(instance)  # type: ignore[arg-type]
