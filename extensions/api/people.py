"""REST of users and mailboxes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from extensions.models import PhoneUser, VoicemailBox
from extensions.services import logins, state
from extensions.services.numbers import save_numbers, save_telephone
from extensions.services.state import as_plain, from_plain
from extensions.services.voicemail import touch_voicemail
from tenants.access import Right
from tenants.generic.rest import AccountAPI, AccountViewSet, ReadOnlyAccountViewSet
from tenants.models import User


def _number() -> serializers.CharField:
    return serializers.CharField(required=False, allow_blank=True, max_length=20)


class UserSerializer(serializers.ModelSerializer[PhoneUser]):
    """A user of telephones."""

    class Meta:
        model = PhoneUser
        fields: ClassVar = [
            "id",
            "first_name",
            "last_name",
            "extension",
            "email",
            "devices",
            "caller_number",
            "emergency_number",
            "caller_privacy",
        ]


class NumbersSerializer(serializers.ModelSerializer[PhoneUser]):
    """What the user's calls show and hide; empty: what the account's do."""

    class Meta:
        model = PhoneUser
        fields: ClassVar = ["caller_number", "emergency_number", "caller_privacy"]


class PrivacySerializer(serializers.ModelSerializer[PhoneUser]):
    """What one's own calls hide."""

    class Meta:
        model = PhoneUser
        fields: ClassVar = ["caller_privacy"]


class StateSerializer(serializers.Serializer[Any]):
    """What is left out stays as it is; an empty number ends a forwarding."""

    do_not_disturb = serializers.BooleanField(required=False)
    forward_always = _number()
    forward_busy = _number()
    forward_no_answer = _number()


class LoginSerializer(serializers.Serializer[Any]):
    """Whose telephone it is: the id of one of the account's people, or null."""

    login = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.none(), allow_null=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login: Any = self.fields["login"]
        login.queryset = logins.candidates(self.context["view"].actor.account)


class UserViewSet(ReadOnlyAccountViewSet):
    """`users/`: made and changed through their seat."""

    serializer_class = UserSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return PhoneUser.objects.prefetch_related("devices")

    @action(detail=True, methods=["get", "patch"], url_path="state", url_name="state")
    def state(self, request: Request, **kwargs: Any) -> Response:
        """Do not disturb and call forwarding; a change names what shall change."""
        user = self.get_object()
        if request.method == "PATCH":
            asked = StateSerializer(data=request.data)
            asked.is_valid(raise_exception=True)
            state.change(user, from_plain(asked.validated_data))
        return Response(as_plain(state.features(user)))

    @action(detail=True, methods=["get", "patch"], url_name="login")
    def login(self, request: Request, **kwargs: Any) -> Response:
        """Who has the telephone as their own (`login`: an id of `people/`, or null)."""
        user = self.get_object()
        if request.method == "PATCH":
            asked = LoginSerializer(
                data=request.data, context=self.get_serializer_context()
            )
            asked.is_valid(raise_exception=True)
            logins.give(user, asked.validated_data["login"])
        return Response({"login": user.login_id})

    @action(detail=True, methods=["get", "patch"], url_name="numbers")
    def numbers(self, request: Request, **kwargs: Any) -> Response:
        """What is shown outside, and what is hidden; a change names what shall change."""
        user = self.get_object()
        if request.method == "PATCH":
            asked = NumbersSerializer(user, request.data, partial=True)
            asked.is_valid(raise_exception=True)
            for name, value in asked.validated_data.items():
                setattr(user, name, value)
            save_numbers(user)
        return Response(NumbersSerializer(user).data)


class MyTelephone(AccountAPI):
    """`my-telephone/`: one's own."""

    right = right_to_read = Right.MEMBER

    def get(self, request: Request, **kwargs: Any) -> Response:
        """Name, extension, what is switched, and what calls hide; 204 without one."""
        user = logins.own(self.actor)
        return Response(_own(user)) if user else Response(status=204)

    def patch(self, request: Request, **kwargs: Any) -> Response:
        """Changes what is sent of `caller_privacy` and what is switched."""
        user = logins.own(self.actor)
        if user is None:
            raise serializers.ValidationError(_("No telephone is yours yet."))
        shown = PrivacySerializer(user, request.data, partial=True)
        switched = StateSerializer(data=request.data)
        shown.is_valid(raise_exception=True)
        switched.is_valid(raise_exception=True)
        user.caller_privacy = shown.validated_data.get(
            "caller_privacy", user.caller_privacy
        )
        save_telephone(user, from_plain(switched.validated_data))
        return Response(_own(user))


def _own(user: PhoneUser) -> dict[str, Any]:
    return {
        "id": user.pk,
        "name": user.name,
        "extension": user.extension,
        "caller_privacy": user.caller_privacy,
        **as_plain(state.features(user)),
    }


class VoicemailBoxSerializer(serializers.ModelSerializer[VoicemailBox]):
    """A mailbox; its PIN can be set, not read."""

    class Meta:
        model = VoicemailBox
        fields: ClassVar = ["id", "number", "name", "pin", "user"]
        read_only_fields: ClassVar = ["user"]
        extra_kwargs: ClassVar = {"pin": {"write_only": True}}


class VoicemailBoxViewSet(AccountViewSet):
    """`voicemail-boxes/`"""

    serializer_class = VoicemailBoxSerializer
    kind = "voicemail_box"

    def get_queryset(self) -> QuerySet[Any]:
        return VoicemailBox.objects.all()

    def touch(self, instance: Model) -> None:
        touch_voicemail(instance)  # type: ignore[arg-type]
