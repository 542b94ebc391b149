"""REST of an account's people and invitations."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from pbxportal.lib.paging import CursorPages
from tenants.access import Right
from tenants.generic.rest import AccountAPI
from tenants.models import Invitation, Membership
from tenants.services import brands, people


class PersonSerializer(serializers.ModelSerializer[Membership]):
    """A member; only the role can change."""

    id = serializers.UUIDField(source="user_id", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    last_login = serializers.DateTimeField(source="user.last_login", read_only=True)
    second_step = serializers.BooleanField(read_only=True)

    class Meta:
        model = Membership
        fields: ClassVar = ["id", "name", "email", "role", "last_login", "second_step"]


class PeoplePages(CursorPages):
    """In the order in which they joined."""

    ordering = "id"


class PersonViewSet(
    AccountAPI,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.UpdateModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[Membership],
):
    """`people/`: who may sign in to the account; the id is the person's.

    `<id>/reset-password/`: POST mails them a link to choose a new password.
    """

    right = right_to_read = Right.MANAGE_PEOPLE
    serializer_class = PersonSerializer
    pagination_class = PeoplePages
    lookup_value_converter = "uuid"
    lookup_field = "user_id"
    lookup_url_kwarg = "pk"

    def get_queryset(self) -> QuerySet[Membership]:
        return people.members(self.actor.account)

    @action(detail=True, methods=["post"], url_path="reset-password")
    def reset_password(self, request: Request, **kwargs: Any) -> Response:
        """Mails them a link to choose a new password."""
        people.ask_to_reset(self.get_object(), request._request)
        return Response(status=204)

    def perform_update(self, serializer: Any) -> None:
        role = serializer.validated_data.get("role", serializer.instance.role)
        people.change_role(serializer.instance, role)

    def perform_destroy(self, instance: Membership) -> None:
        people.remove(instance)


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    """An invitation without its link, which only the mail has."""

    class Meta:
        model = Invitation
        fields: ClassVar = ["id", "email", "role", "created_at", "expires_at"]
        read_only_fields: ClassVar = ["expires_at"]


class InvitationPages(CursorPages):
    """By address."""

    ordering = "email"


class InvitationViewSet(
    AccountAPI,
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.CreateModelMixin,
    mixins.DestroyModelMixin,
    viewsets.GenericViewSet[Invitation],
):
    """`invitations/`: POST sends a mail with a link; a second one replaces the first."""

    right = right_to_read = Right.MANAGE_PEOPLE
    serializer_class = InvitationSerializer
    pagination_class = InvitationPages
    lookup_value_converter = "uuid"

    def get_queryset(self) -> QuerySet[Invitation]:
        return people.invitations(self.actor.account)

    def perform_create(self, serializer: Any) -> None:
        told, at = serializer.validated_data, brands.base_url(self.actor.account)

        def link(key: str) -> str:
            return f"{at}{reverse('join', args=[key])}"

        serializer.instance = people.invite(told["email"], told["role"], link)

    def perform_destroy(self, instance: Invitation) -> None:
        people.take_back(instance)
