"""REST of blacklists."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers

from extensions.models import Blacklist
from extensions.models.blacklist import MOST_NUMBERS
from extensions.services.blacklists import delete_blacklist, save_blacklist
from tenants.generic.rest import AccountViewSet


class BlacklistSerializer(serializers.ModelSerializer[Blacklist]):
    """A blacklist; numbers may be written as one dials them, and are told in E.164."""

    numbers = serializers.ListField(
        child=serializers.CharField(max_length=40),
        max_length=MOST_NUMBERS,
        required=False,
    )

    class Meta:
        model = Blacklist
        fields: ClassVar = ["id", "name", "active", "hidden", "numbers"]


class BlacklistViewSet(AccountViewSet):
    """`blacklists/`"""

    serializer_class = BlacklistSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return Blacklist.objects.all()

    def _save(self, serializer: serializers.BaseSerializer[Any]) -> None:
        blacklist = serializer.instance or Blacklist()
        for name, value in serializer.validated_data.items():
            setattr(blacklist, name, value)
        save_blacklist(blacklist)
        serializer.instance = blacklist

    def perform_destroy(self, instance: Model) -> None:
        delete_blacklist(instance)  # type: ignore[arg-type]
