"""REST of an account's identity providers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from pbxportal.lib.paging import CursorPages
from tenants.access import Right
from tenants.generic.rest import AccountViewSet
from tenants.models import IdentityProvider
from tenants.services import identity_providers


class IdentityProviderSerializer(serializers.ModelSerializer[IdentityProvider]):
    """A provider; its `client_secret` goes in and never out."""

    client_secret = serializers.CharField(
        write_only=True, required=False, max_length=500
    )
    callback_urls = serializers.SerializerMethodField()

    class Meta:
        model = IdentityProvider
        fields: ClassVar = [
            "id",
            "name",
            "issuer",
            "client_id",
            "client_secret",
            "domains",
            "vouches",
            "enabled",
            "callback_urls",
        ]

    def get_callback_urls(self, provider: IdentityProvider) -> list[str]:
        """What has to be registered with the provider."""
        back = reverse("openid_connect_callback", args=[provider.pk])
        return identity_providers.addresses_of(self.context["view"].actor.account, back)


class ProviderPages(CursorPages):
    """By name."""

    ordering = "name"


class IdentityProviderViewSet(AccountViewSet):
    """`identity-providers/`"""

    serializer_class = IdentityProviderSerializer
    pagination_class = ProviderPages
    queryset = IdentityProvider.objects.none()
    right = right_to_read = Right.MANAGE_PEOPLE

    def get_queryset(self) -> QuerySet[Any]:
        return identity_providers.providers_of(self.actor.account)

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        provider = serializer.instance or IdentityProvider()
        told = dict(serializer.validated_data)
        secret = told.pop("client_secret", "")
        for name, value in told.items():
            setattr(provider, name, value)
        identity_providers.save(provider, secret)
        serializer.instance = provider

    def perform_destroy(self, instance: Any) -> None:
        identity_providers.delete(instance)
