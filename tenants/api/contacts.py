"""REST of an account's contacts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from pbxportal.lib.paging import CursorPages
from tenants.access import Right
from tenants.generic.rest import AccountViewSet
from tenants.models import Contact
from tenants.models.membership import Role
from tenants.services import brands, contacts


class ContactSerializer(serializers.ModelSerializer[Contact]):
    """A contact; `has_login` tells whether they may sign in to the account."""

    has_login = serializers.SerializerMethodField()

    class Meta:
        model = Contact
        fields: ClassVar = [
            "id",
            "name",
            "email",
            "phone",
            "mobile",
            "kind",
            "notes",
            "has_login",
        ]

    def get_has_login(self, contact: Contact) -> bool:
        """False for one that was made this moment."""
        return bool(getattr(contact, "has_login", False))


class LoginSerializer(serializers.Serializer[Contact]):
    """How a contact gets a login, and for what."""

    way = serializers.ChoiceField(
        [contacts.INVITATION, contacts.PASSWORD], default=contacts.INVITATION
    )
    role = serializers.ChoiceField(Role.choices, default=Role.USER)


class ContactPages(CursorPages):
    """By name."""

    ordering = "name"


class ContactViewSet(AccountViewSet):
    """`contacts/`; `<id>/login/`: POST `{"way", "role"}` lets them sign in."""

    serializer_class = ContactSerializer
    pagination_class = ContactPages
    queryset = Contact.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_of(self.actor.account)

    def _save(self, serializer: BaseSerializer[Any]) -> None:
        contact = serializer.instance or Contact()
        for name, value in serializer.validated_data.items():
            setattr(contact, name, value)
        contacts.save(contact)
        serializer.instance = contact

    @action(detail=True, methods=["post"], right=Right.MANAGE_PEOPLE)
    def login(self, request: Request, **kwargs: Any) -> Response:
        """Sends the mail."""
        contact = self.get_object()
        told = LoginSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        at = brands.base_url(self.actor.account)
        contacts.give_login(
            contact,
            told.validated_data["way"],
            told.validated_data["role"],
            lambda key: f"{at}{reverse('join', args=[key])}",
            at + reverse("account_login"),
        )
        return Response(self.get_serializer(self.get_object()).data)
