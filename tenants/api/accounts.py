"""Accounts over REST: the ones that a token can act in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from rest_framework import generics, serializers

from pbxportal.lib.paging import CursorPages
from tenants.access import Right
from tenants.models import Account


class AccountSerializer(serializers.ModelSerializer[Account]):
    """What is told of an account."""

    parent: serializers.SlugRelatedField[Account] = serializers.SlugRelatedField(  # type: ignore[assignment]
        slug_field="slug", read_only=True
    )

    class Meta:
        model = Account
        fields: ClassVar = ["id", "slug", "name", "realm", "timezone", "parent"]


class AccountPages(CursorPages):
    """By short name, which never changes."""

    ordering = "slug"


class Accounts(generics.ListAPIView[Account]):
    """`GET accounts/`: the caller's own; with `?descendants=1` all below them too."""

    serializer_class = AccountSerializer
    pagination_class = AccountPages
    right: ClassVar[Right] = Right.MEMBER
    right_to_read: ClassVar[Right] = Right.MEMBER

    def get_queryset(self) -> QuerySet[Account]:
        user: Any = self.request.user
        own = Account.objects.filter(memberships__user=user)
        query = Q(pk__in=own.values("pk"))
        if self.request.query_params.get("descendants") == "1":
            for path in own.filter(memberships__role="reseller_admin").values_list(
                "path", flat=True
            ):
                query |= Q(path__startswith=path)
        found: QuerySet[Account] = Account.objects.filter(query)
        return found.select_related("parent")
