"""REST of carriers and of what an account may call outside."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError as ModelError
from django.db import models
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from telephony.models import Carrier, OutsideRules
from telephony.services import outside, trunks
from tenants.generic.rest import AccountAPI, AccountViewSet


class CarrierSerializer(serializers.ModelSerializer[Carrier]):
    """A carrier; its password can be set, not read."""

    class Meta:
        model = Carrier
        fields: ClassVar = [
            "id",
            "name",
            "enabled",
            "order",
            "host",
            "port",
            "transport",
            "username",
            "password",
            "prefixes",
            "number_format",
            "strip",
            "put_before",
            "emergency",
            "addresses",
        ]
        extra_kwargs: ClassVar = {"password": {"write_only": True}}


class CarrierViewSet(AccountViewSet):
    """`carriers/`: the account's own."""

    serializer_class = CarrierSerializer
    queryset = Carrier.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        return outside.carriers_of(self.actor.account)

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        carrier = serializer.instance or Carrier()
        for name, value in serializer.validated_data.items():
            setattr(carrier, name, value)
        outside.save_carrier(carrier)
        serializer.instance = carrier

    def perform_destroy(self, instance: models.Model) -> None:
        outside.delete_carrier(instance)  # type: ignore[arg-type]


class OutsideRulesSerializer(serializers.ModelSerializer[OutsideRules]):
    """What the account may call outside, and what it shows there."""

    class Meta:
        model = OutsideRules
        fields: ClassVar = [
            "country",
            "allowed",
            "caller_name",
            "caller_number",
            "emergency_number",
            "internal_name",
            "internal_number",
        ]


class OutsideCalls(AccountAPI):
    """`outside-calls/`: read, and change in part."""

    serializer_class = OutsideRulesSerializer

    def get(self, request: Request, **kwargs: Any) -> Response:
        """The rules and the trunks, set by who manages the account, with how many are in
        use; with `?number=` also what a call to that number would meet."""
        rules = outside.rules_of(self.actor.account)
        content: dict[str, Any] = dict(OutsideRulesSerializer(rules).data)
        in_use = trunks.usage(self.actor.account, outside.limits_of(rules))
        content["trunks"] = in_use.as_json()
        if number := request.query_params.get("number", "")[:40]:
            info = outside.info(self.actor.account)
            content["call"] = outside.judged(info, number)
        return Response(content)

    def patch(self, request: Request, **kwargs: Any) -> Response:
        """The rules as they are then."""
        rules = outside.rules_of(self.actor.account)
        asked = OutsideRulesSerializer(rules, request.data, partial=True)
        asked.is_valid(raise_exception=True)
        for name, value in asked.validated_data.items():
            setattr(rules, name, value)
        try:
            outside.save_rules(rules)
        except ModelError as error:
            raise serializers.ValidationError(error.message_dict) from error
        return Response(OutsideRulesSerializer(rules).data)
