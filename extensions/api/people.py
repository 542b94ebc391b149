"""REST of users and mailboxes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from extensions.models import PhoneUser, VoicemailBox
from extensions.services import state
from extensions.services.numbers import save_numbers
from extensions.services.state import as_plain, from_plain
from extensions.services.voicemail import touch_voicemail
from tenants.generic.rest import AccountViewSet, ReadOnlyAccountViewSet


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


class StateSerializer(serializers.Serializer[Any]):
    """What is left out stays as it is; an empty number ends a forwarding."""

    do_not_disturb = serializers.BooleanField(required=False)
    forward_always = _number()
    forward_busy = _number()
    forward_no_answer = _number()


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
