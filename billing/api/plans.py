"""REST of the plans that an account sells to those below it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from billing.catalog.models import PlanItem, ServicePlan
from billing.services.plans import KIND, delete_plan, plans_of, save_plan
from tenants.access import Right
from tenants.generic.rest import AccountViewSet


class PlanItemSerializer(serializers.ModelSerializer[PlanItem]):
    """What one of a kind costs; the first `included` of it cost nothing."""

    class Meta:
        model = PlanItem
        fields: ClassVar = ["kind", "price", "included"]


class PlanSerializer(serializers.ModelSerializer[ServicePlan]):
    """A plan with its prices; `items` replaces all of them. `accounts` have it."""

    items = PlanItemSerializer(many=True, required=False)
    accounts = serializers.IntegerField(source="buyers", read_only=True, default=0)

    class Meta:
        model = ServicePlan
        fields: ClassVar = [
            "id",
            "name",
            "description",
            "currency",
            "minute_price",
            "active",
            "items",
            "accounts",
        ]


class PlanViewSet(AccountViewSet):
    """`plans/`"""

    right = right_to_read = Right.MANAGE_ACCOUNTS
    serializer_class = PlanSerializer
    kind = KIND

    def get_queryset(self) -> QuerySet[Any]:
        return plans_of(self.actor.account)

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        plan = serializer.instance or ServicePlan()
        data = dict(serializer.validated_data)
        items = data.pop("items", None)
        for name, value in data.items():
            setattr(plan, name, value)
        prices = None if items is None else [PlanItem(**item) for item in items]
        save_plan(plan, prices)
        serializer.instance = self.get_queryset().get(pk=plan.pk)

    def perform_destroy(self, instance: Any) -> None:
        delete_plan(instance)
