"""REST of an account's contacts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from pbxportal.lib.paging import CursorPages
from tenants.access import Right
from tenants.api.logs import EntrySerializer, MasqueradeSerializer
from tenants.generic.rest import AccountViewSet, ReadOnlyAccountViewSet, created
from tenants.models import Contact
from tenants.models.membership import Role
from tenants.services import brands, contact_codes, contacts


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
            "private_notes",
            "email_verified",
            "mobile_verified",
            "has_login",
        ]

    def to_representation(self, instance: Contact) -> dict[str, Any]:
        """`private_notes` are for those above alone."""
        found = super().to_representation(instance)
        if not contacts.from_above(instance):
            del found["private_notes"]
        return found

    def get_has_login(self, contact: Contact) -> bool:
        """False for one that was made this moment."""
        return bool(getattr(contact, "has_login", False))


class LoginSerializer(serializers.Serializer[Contact]):
    """How a contact gets a login, and for what."""

    way = serializers.ChoiceField(
        [contacts.INVITATION, contacts.PASSWORD, contacts.TYPED],
        default=contacts.INVITATION,
    )
    role = serializers.ChoiceField(Role.choices, default=Role.USER)
    password = serializers.CharField(default="", trim_whitespace=False, write_only=True)


class CodeSerializer(serializers.Serializer[Contact]):
    """What was said by telephone."""

    code = serializers.CharField(max_length=20)


class ContactPages(CursorPages):
    """By name."""

    ordering = "name"


class ContactBelowSerializer(ContactSerializer):
    """A contact of an account below, with the account's short name."""

    account = serializers.SlugRelatedField("slug", read_only=True)  # type: ignore[var-annotated]

    class Meta(ContactSerializer.Meta):
        fields: ClassVar = ["account", *ContactSerializer.Meta.fields]


class ContactBelowViewSet(mixins.UpdateModelMixin, ReadOnlyAccountViewSet):
    """`contacts-below/`: those of all accounts below this one.

    `<id>/enter/`: POST `{"reason", "minutes"}`: the caller acts in the account as what the
    contact is there.
    """

    right = right_to_read = Right.MANAGE_ACCOUNTS
    serializer_class = ContactBelowSerializer
    pagination_class = ContactPages
    queryset = Contact.objects.none()

    def get_queryset(self) -> QuerySet[Any]:
        return contacts.contacts_below(self.actor.account)

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        contact: Any = serializer.instance
        for name, value in serializer.validated_data.items():
            setattr(contact, name, value)
        contacts.save(contact)

    @action(detail=True, methods=["post"])
    def enter(self, request: Request, **kwargs: Any) -> Response:
        """Begins the masquerade."""
        contact = self.get_object()
        told = EntrySerializer(data=request.data)
        told.is_valid(raise_exception=True)
        opened = contacts.see_as(contact, **told.validated_data)
        return created(MasqueradeSerializer(opened).data)


class ContactViewSet(AccountViewSet):
    """`contacts/`; `<id>/login/`: POST `{"way", "role", "password"}` lets them sign in.

    `<id>/confirm/`: POST mails a link by which the address is verified.
    `<id>/call-code/`: POST calls the mobile and says a code, by which
    `<id>/confirm-mobile/`: POST `{"code"}` verifies it.
    """

    kind = "contact"
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

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, **kwargs: Any) -> Response:
        """Sends the mail."""
        at = brands.base_url(self.actor.account)
        contacts.ask_to_confirm(
            self.get_object(),
            lambda key: f"{at}{reverse('contact-confirm', args=[key])}",
        )
        return Response(status=204)

    @action(detail=True, methods=["post"], url_path="call-code")
    def call_code(self, request: Request, **kwargs: Any) -> Response:
        """Calls."""
        contact_codes.call(self.get_object())
        return Response(status=204)

    @action(detail=True, methods=["post"], url_path="confirm-mobile")
    def confirm_mobile(self, request: Request, **kwargs: Any) -> Response:
        """Takes the code."""
        contact = self.get_object()
        told = CodeSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        contact_codes.confirm(contact, told.validated_data["code"])
        return Response(self.get_serializer(self.get_object()).data)

    @action(detail=True, methods=["post"], right=Right.MANAGE_PEOPLE)
    def login(self, request: Request, **kwargs: Any) -> Response:
        """Sends the mail; a typed password is not sent."""
        contact = self.get_object()
        told = LoginSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        at = brands.base_url(self.actor.account)
        login = contacts.Login(
            link=lambda key: f"{at}{reverse('join', args=[key])}",
            sign_in=at + reverse("account_login"),
            **told.validated_data,
        )
        contacts.give_login(contact, login)
        return Response(self.get_serializer(self.get_object()).data)
