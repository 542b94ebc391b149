"""REST of devices."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from devices import services
from devices.models import Device
from tenants.generic.rest import AccountViewSet


class DeviceSerializer(serializers.ModelSerializer[Device]):
    """A telephone; `sip_password` only in the answer that made it."""

    user = serializers.UUIDField(
        source="user_link.user_id", read_only=True, default=None
    )

    class Meta:
        model = Device
        fields: ClassVar = [
            "id",
            "name",
            "kind",
            "sip_username",
            "enabled",
            "caller_number",
            "emergency_number",
            "user",
        ]

    def validate_sip_username(self, value: str) -> str:
        """It is part of the stored digest, so it can't change."""
        if self.instance is not None and value != self.instance.sip_username:
            raise serializers.ValidationError("It can't be changed; make a new device.")
        return value


class DeviceViewSet(AccountViewSet):
    """`devices/`"""

    serializer_class = DeviceSerializer
    kind = "device"
    _password = ""

    def get_queryset(self) -> QuerySet[Any]:
        return Device.objects.select_related("user_link")

    def touch(self, instance: Model) -> None:
        services.touch_device(instance)  # type: ignore[arg-type]

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        device = Device(**serializer.validated_data)
        self._password = services.create_device(device)
        serializer.instance = device

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        answer = super().create(request, *args, **kwargs)
        answer.data["sip_password"] = self._password
        return answer

    @action(detail=True, methods=["post"])
    def password(self, request: Request, **kwargs: Any) -> Response:
        """A new SIP password, shown this once."""
        device = self.get_object()
        return Response({"sip_password": services.renew_password(device)})
