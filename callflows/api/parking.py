"""REST of parking lots."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers

from callflows.models import ParkingLot
from callflows.services.parking import touch_lot
from tenants.generic.rest import AccountViewSet


class ParkingLotSerializer(serializers.ModelSerializer[ParkingLot]):
    """A range of spaces, and when a call comes back from there."""

    class Meta:
        model = ParkingLot
        fields: ClassVar = ["id", "name", "first", "last", "seconds", "ring_seconds"]


class ParkingLotViewSet(AccountViewSet):
    """`parking-lots/`"""

    serializer_class = ParkingLotSerializer
    kind = "parking_lot"

    def get_queryset(self) -> QuerySet[Any]:
        return ParkingLot.objects.all()

    def touch(self, instance: Model) -> None:
        touch_lot(instance.pk)
