"""REST of fax boxes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers

from callflows.services.usage import touch_callflows_using
from extensions.models import FaxBox
from tenants.generic.rest import AccountViewSet


class FaxBoxSerializer(serializers.ModelSerializer[FaxBox]):
    """A fax box; what arrived is at `faxes/`."""

    class Meta:
        model = FaxBox
        fields: ClassVar = [
            "id",
            "name",
            "owner",
            "station",
            "t38",
            "emails",
            "keep_days",
        ]


class FaxBoxViewSet(AccountViewSet):
    """`fax-boxes/`"""

    serializer_class = FaxBoxSerializer
    kind = "fax_box"

    def get_queryset(self) -> QuerySet[Any]:
        return FaxBox.objects.all()

    def touch(self, instance: Model) -> None:
        touch_callflows_using(instance.pk)
