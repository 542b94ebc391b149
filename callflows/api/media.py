"""REST of sounds."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from callflows.api import used_by
from callflows.models import Media
from callflows.services.media import (
    Words,
    change_media,
    create_media,
    delete_media,
)
from pbxportal.lib import sendfile
from tenants.access import Right
from tenants.generic.rest import AccountViewSet


class MediaSerializer(serializers.ModelSerializer[Media]):
    """A sound. A file (`sound`, multipart: WAV, MP3, Ogg or WebM), or a `text` and one of
    the voices, must come with a new one and may come with a change, which replaces it.
    """

    sound = serializers.FileField(write_only=True, required=False)

    class Meta:
        model = Media
        fields: ClassVar = [
            "id",
            "name",
            "seconds",
            "source",
            "sound",
            "text",
            "voice",
            "created_at",
            "replaced_at",
        ]
        read_only_fields: ClassVar = ["seconds", "source", "replaced_at"]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What replaces the sound, if anything does, as `sound`."""
        said = {name: attrs.pop(name) for name in ("text", "voice") if name in attrs}
        if said.get("text") and attrs.get("sound"):
            both = _("Send a sound or a text, not both.")
            raise serializers.ValidationError({"text": both})
        text = said.get("text", getattr(self.instance, "text", ""))
        voice = said.get("voice", getattr(self.instance, "voice", ""))
        if said and text:
            attrs["sound"] = Words(text, voice)
        elif self.instance is None and "sound" not in attrs:
            raise serializers.ValidationError({"sound": _("Send a sound, or a text.")})
        return attrs


class MediaViewSet(AccountViewSet):
    """`media/`"""

    serializer_class = MediaSerializer
    kind = "media"

    def get_queryset(self) -> QuerySet[Any]:
        return Media.objects.all()

    def perform_create(self, serializer: BaseSerializer[Any]) -> None:
        data = serializer.validated_data
        serializer.instance = create_media(data["name"], data["sound"])

    def perform_update(self, serializer: BaseSerializer[Any]) -> None:
        data = serializer.validated_data
        media: Any = serializer.instance
        change_media(media, data.get("name", media.name), data.get("sound"))

    def perform_destroy(self, instance: Model) -> None:
        delete_media(instance)  # type: ignore[arg-type]

    @extend_schema(responses={(200, "audio/wav"): OpenApiTypes.BINARY})
    @action(detail=True)
    def sound(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """The sound as WAV, 16-bit mono."""
        media = self.get_object()
        path = media.file(self.actor.account.slug)
        return sendfile.send(request._request, path, sendfile.WAV, f"{media.name}.wav")

    @action(detail=True, url_path="used-by")
    def used_by(self, request: Request, **kwargs: Any) -> Response:
        """Where the sound is played, as `used-by/media/<id>/` tells it."""
        calls = self.actor.may(Right.VIEW_CALLS)
        return Response(used_by.answer(self.kind, self.get_object().pk, calls=calls))
