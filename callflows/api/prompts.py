"""REST of the system prompts."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from callflows.models import Media
from callflows.services import prompts
from callflows.services.prompts import PromptRow
from pbxportal.lib import sendfile
from tenants.generic import later
from tenants.generic.rest import AccountAPI
from tenants.services import delayed_saves


class ReplacementSerializer(serializers.Serializer[Any]):
    """One of the account's sounds, or a new one (`sound`, multipart)."""

    media = serializers.PrimaryKeyRelatedField(
        queryset=Media.objects.none(), required=False
    )
    sound = serializers.FileField(required=False)

    def get_fields(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().get_fields()
        fields["media"].queryset = Media.objects.all()
        return fields


class Prompts(AccountAPI):
    """`prompts/`: all of them; `?q=` searches in names, words and places."""

    http_method_names = ["get", "head", "options"]

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """Each with the account's own sound, if it has replaced it."""
        found = prompts.prompts(request.query_params.get("q", ""))
        return Response({"results": [_told(row) for row in found]})


class PromptDetail(AccountAPI):
    """`prompts/<name>/`"""

    http_method_names = ["get", "put", "delete", "head", "options"]

    def can_be_delayed(self) -> bool:
        return self.request.method == "PUT"

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, **kwargs: Any) -> Response:
        """What it says, where, and the account's own sound."""
        return Response(_told(_row(kwargs["name"])))

    @extend_schema(request=ReplacementSerializer, responses=OpenApiTypes.OBJECT)
    def put(self, request: Request, **kwargs: Any) -> Response:
        """Lets calls hear a sound of the account instead; with `?save_at=` from then on."""
        name = _row(kwargs["name"]).system.name
        given = ReplacementSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        media, sound = map(given.validated_data.get, ("media", "sound"))
        if later.asked(request):
            return _later(request, name, media, sound)
        prompts.replace_prompt(name, media, sound)
        return Response(_told(_row(name)))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, **kwargs: Any) -> Response:
        """Lets calls hear the system's own sound again; the account keeps its sound."""
        prompts.put_back(_row(kwargs["name"]).system.name)
        return Response(status=204)


class Original(AccountAPI):
    """`prompts/<name>/original/`"""

    http_method_names = ["get", "head", "options"]

    @extend_schema(responses={(200, "audio/wav"): OpenApiTypes.BINARY})
    def get(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """What Asterisk says, as WAV."""
        name = _row(kwargs["name"]).system.name
        try:
            path = prompts.original(name)
        except FileNotFoundError as error:
            raise Http404 from error
        return sendfile.send(request._request, path, sendfile.WAV, path.name)


def _later(request: Request, name: str, media: Any, sound: Any) -> Response:
    """What the page does when it saves later."""
    at = later.tried(request, lambda: prompts.replace_prompt(name, media, sound))
    asked = delayed_saves.Request(
        prompts.called(name),
        "prompt-replace",
        {"chosen": [str(media.pk)] if media else []},
        {"name": name},
        list(later.told(request.data).items()),
        {"sound": sound} if sound else {},
    )
    return later.answer(asked, at)


def _row(name: str) -> PromptRow:
    row = prompts.find(name)
    if row is None:
        raise Http404
    return row


def _told(row: PromptRow) -> dict[str, Any]:
    own = row.own
    return {
        "name": row.system.name,
        "words": row.system.words,
        "heard": str(row.system.heard),
        "media": str(own.media_id) if own else None,
        "changed_at": own.changed_at if own else None,
    }
