"""REST of web addresses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError as ModelError
from django.db.models import Model, QuerySet
from rest_framework import serializers

from callflows.models import WebAddress
from callflows.services.usage import touch_callflows_using
from callflows.services.web_addresses import check_url
from tenants.access import Right
from tenants.generic.rest import AccountViewSet


class WebAddressSerializer(serializers.ModelSerializer[WebAddress]):
    """An address; `secret` is shown to those who may change it."""

    class Meta:
        model = WebAddress
        fields: ClassVar = ["id", "name", "url", "seconds", "secret"]
        read_only_fields: ClassVar = ["secret"]

    def validate_url(self, value: str) -> str:
        """Refuses what may not be reached from here."""
        try:
            check_url(value)
        except ModelError as error:
            raise serializers.ValidationError(error.messages) from error
        return value

    def to_representation(self, instance: WebAddress) -> dict[str, Any]:
        shown: dict[str, Any] = super().to_representation(instance)
        if not self.context["view"].actor.may(Right.MANAGE):
            del shown["secret"]
        return shown


class WebAddressViewSet(AccountViewSet):
    """`web-addresses/`"""

    serializer_class = WebAddressSerializer
    kind = "web_address"

    def get_queryset(self) -> QuerySet[Any]:
        return WebAddress.objects.all()

    def touch(self, instance: Model) -> None:
        touch_callflows_using(instance.pk)
