"""Accounts over REST: the ones that a token can act in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from pbxportal.lib.paging import CursorPages
from tenants.access import GRANTABLE, Right
from tenants.generic.rest import AccountAPI
from tenants.models import Account
from tenants.services.grants import grant


class AccountSerializer(serializers.ModelSerializer[Account]):
    """What is told of an account."""

    parent: serializers.SlugRelatedField[Account] = serializers.SlugRelatedField(  # type: ignore[assignment]
        slug_field="slug", read_only=True
    )

    class Meta:
        model = Account
        fields: ClassVar = [
            "id",
            "slug",
            "name",
            "realm",
            "timezone",
            "parent",
            "state",
        ]


class RightsSerializer(serializers.Serializer[Account]):
    """Rights that the account was granted; those that are sent replace all."""

    rights = serializers.ListField(
        child=serializers.ChoiceField([right.value for right in GRANTABLE]),
        source="granted",
    )


class AccountRights(AccountAPI):
    """`accounts/<account>/accounts/<id>/rights/`: of an account below."""

    http_method_names = ["get", "head", "put", "options"]
    right = Right.MANAGE_ACCOUNTS
    right_to_read = Right.MANAGE_ACCOUNTS

    def get(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """What was granted."""
        return Response(RightsSerializer(self._account(pk)).data)

    def put(self, request: Request, pk: Any, **kwargs: Any) -> Response:
        """Grants exactly these."""
        account = self._account(pk)
        asked = RightsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        account = grant(account, asked.validated_data["granted"])
        return Response(RightsSerializer(account).data)

    def _account(self, pk: Any) -> Account:
        own = self.actor.account
        below = Account.objects.in_use().below(own)
        found: Account = get_object_or_404(below, pk=pk)
        return found


class AccountPages(CursorPages):
    """By short name, which never changes."""

    ordering = "slug"


class Accounts(generics.ListAPIView[Account]):
    """`GET accounts/`: the caller's own; with `?descendants=1` all below them too."""

    serializer_class = AccountSerializer
    pagination_class = AccountPages
    right: ClassVar[Right] = Right.MEMBER
    right_to_read: ClassVar[Right] = Right.MEMBER
    open_to_account_tokens = True

    def get_queryset(self) -> QuerySet[Account]:
        user: Any = self.request.user
        own = Account.objects.in_use().filter(memberships__user=user)
        query = Q(pk__in=own.values("pk"))
        if self.request.query_params.get("descendants") == "1":
            for path in own.filter(memberships__role="reseller_admin").values_list(
                "path", flat=True
            ):
                query |= Q(path__startswith=path)
        found: QuerySet[Account] = Account.objects.in_use().filter(query)
        if only := getattr(self.request.auth, "account_id", None):
            found = found.filter(pk=only)
        return found.select_related("parent")
