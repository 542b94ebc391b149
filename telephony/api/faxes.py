"""REST of faxes."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request

from pbxportal.lib import fax_pages, sendfile
from pbxportal.lib.paging import CursorPages
from telephony.models import Fax
from telephony.services import faxes
from tenants.access import Right
from tenants.generic.rest import ReadOnlyAccountViewSet


class FaxSerializer(serializers.ModelSerializer[Fax]):
    """A fax; `call` is the call's `linkedid`, `station` what the sender calls itself."""

    call = serializers.CharField(source="linkedid")

    class Meta:
        model = Fax
        fields: ClassVar = [
            "id",
            "at",
            "call",
            "box",
            "box_name",
            "caller_number",
            "caller_name",
            "station",
            "pages",
            "state",
            "reason",
            "mail",
            "mail_outcome",
            "delete_at",
        ]


class FaxPages(CursorPages):
    """Newest first."""

    ordering = "-at"


class FaxViewSet(ReadOnlyAccountViewSet, mixins.DestroyModelMixin):
    """`faxes/`, filtered by `box`; the pages are at `faxes/<id>/pages/`."""

    right = Right.MANAGE
    right_to_read = Right.LISTEN
    serializer_class = FaxSerializer
    pagination_class = FaxPages

    def get_queryset(self) -> QuerySet[Any]:
        rows = faxes.of_account(self.actor.account)
        box = self.request.query_params.get("box")
        if not box:
            return rows
        try:
            return rows.filter(box=UUID(box))
        except ValueError as error:
            raise serializers.ValidationError({"box": "This is no id."}) from error

    def perform_destroy(self, instance: Model) -> None:
        faxes.delete(instance)  # type: ignore[arg-type]

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True)
    def pages(self, request: Request, **kwargs: Any) -> HttpResponseBase:
        """The fax as PDF."""
        fax: Fax = self.get_object()
        if not fax.readable or (file := fax.file) is None:
            raise Http404
        return sendfile.send(request._request, file, fax_pages.PDF, fax.file_name)
