"""REST of users and mailboxes."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from rest_framework import serializers

from extensions.models import PhoneUser, VoicemailBox
from extensions.services.voicemail import touch_voicemail
from tenants.generic.rest import AccountViewSet, ReadOnlyAccountViewSet


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
        ]


class UserViewSet(ReadOnlyAccountViewSet):
    """`users/`: made and changed through their seat."""

    serializer_class = UserSerializer

    def get_queryset(self) -> QuerySet[Any]:
        return PhoneUser.objects.prefetch_related("devices")


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
