"""REST of callflows as files."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from callflows.kazoo.reading import LARGEST
from callflows.models import Callflow
from callflows.services.exchange import (
    FORMATS,
    Asked,
    export_callflow,
    import_callflow,
)
from tenants.generic.rest import AccountAPI


class ImportSerializer(serializers.Serializer[Any]):
    """A callflow of Kazoo or of another account here, as `text` or as `document`.

    `objects` says what is meant by ids there: an id, a number or a name here.
    """

    text = serializers.CharField(
        max_length=LARGEST, trim_whitespace=False, required=False
    )
    document = serializers.JSONField(required=False)
    name = serializers.CharField(max_length=120, allow_blank=True, default="")
    objects = serializers.DictField(
        child=serializers.CharField(max_length=200), default=dict
    )
    dry_run = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One of both, as text."""
        if ("text" in attrs) == ("document" in attrs):
            raise serializers.ValidationError(
                {"text": "Send the callflow as `text` or as `document`."}
            )
        if "document" in attrs:
            try:
                attrs["text"] = json.dumps(attrs["document"])
            except RecursionError:
                raise serializers.ValidationError(
                    {"document": "This is nested too deeply."}
                ) from None
        return attrs


class Import(AccountAPI):
    """`callflows/import/`: a callflow from a file, as a draft."""

    http_method_names = ["post", "options"]

    @extend_schema(request=ImportSerializer, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request, **kwargs: Any) -> Response:
        """201 with the report and the callflow's id; 200 with the report of a dry run."""
        asked = ImportSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        result = import_callflow(
            Asked(data["text"], data["name"], data["objects"]),
            dry_run=data["dry_run"],
        )
        return Response(result.as_json(), status=201 if result.flow else 200)


class Export(AccountAPI):
    """`callflows/<id>/export/`: a callflow as a file."""

    http_method_names = ["get", "head", "options"]

    def perform_content_negotiation(
        self, request: Request, force: bool = False
    ) -> tuple[Any, str]:
        """`?format=` is the file's, not the answer's."""
        renderer = self.get_renderers()[0]
        return renderer, renderer.media_type

    @extend_schema(
        parameters=[
            OpenApiParameter("format", enum=FORMATS),
            OpenApiParameter("version", description="draft, live or a number"),
        ],
        responses={(200, "application/json"): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, pk: Any, **kwargs: Any) -> HttpResponse:
        """The draft, or another `?version=`, in Kazoo's form or our own."""
        flow = get_object_or_404(Callflow, pk=pk)
        asked = request.query_params
        format = asked.get("format", "pbxportal")
        if format not in FORMATS:
            reason = f"Choose one of: {', '.join(FORMATS)}."
            raise serializers.ValidationError({"format": reason})
        text = export_callflow(flow, format, asked.get("version", "draft"))
        return HttpResponse(text, content_type="application/json; charset=utf-8")
