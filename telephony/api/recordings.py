"""REST of recordings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from pbxportal.lib import sendfile
from pbxportal.lib.paging import CursorPages
from telephony.models import Recording
from telephony.services import recordings
from tenants.access import Right
from tenants.generic.rest import ReadOnlyAccountViewSet


class RecordingSerializer(serializers.ModelSerializer[Recording]):
    """A recording of a call; `call` is the call's `linkedid`."""

    call = serializers.CharField(source="linkedid")

    class Meta:
        model = Recording
        fields: ClassVar = [
            "id",
            "at",
            "call",
            "caller_number",
            "caller_name",
            "dialled",
            "seconds",
            "state",
            "outcome",
        ]


class RecordingPages(CursorPages):
    """Newest first."""

    ordering = "-at"


class RecordingViewSet(ReadOnlyAccountViewSet, mixins.DestroyModelMixin):
    """`recordings/`, filtered by `call`; the sound is at `recordings/<id>/sound/`."""

    right = Right.MANAGE
    right_to_read = Right.LISTEN
    serializer_class = RecordingSerializer
    pagination_class = RecordingPages

    def get_queryset(self) -> QuerySet[Any]:
        rows = recordings.of_account(self.actor.account)
        call = self.request.query_params.get("call")
        return rows.filter(linkedid=call.replace("\0", "")) if call else rows

    def perform_destroy(self, instance: Model) -> None:
        recordings.delete(instance)  # type: ignore[arg-type]

    @extend_schema(responses={(200, "audio/wav"): OpenApiTypes.BINARY})
    @action(detail=True)
    def sound(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """The recording as WAV."""
        recording: Recording = self.get_object()
        if not recording.here or (file := recording.file) is None:
            raise Http404
        name = recording.file_name
        return sendfile.send(request._request, file, sendfile.WAV, name)
