"""REST of calls: history, live state, registrations."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from callflows.models import Callflow
from pbxportal.lib import csv_export, storable
from pbxportal.lib.paging import CursorPages
from telephony.live.consumer import snapshot
from telephony.models import CallLeg, CallRecord
from telephony.services.history import legs_of, through
from telephony.services.trace import trace
from tenants.access import Right
from tenants.generic.rest import AccountAPI, ReadOnlyAccountViewSet

FIELDS = [
    "id",
    "started_at",
    "answered_at",
    "ended_at",
    "caller_number",
    "caller_name",
    "dialled",
    "answered_by",
    "direction",
    "result",
    "ring_seconds",
    "talk_seconds",
    "over_limit",
    "no_trunk",
]


class LegSerializer(serializers.ModelSerializer[CallLeg]):
    """One leg of a call."""

    class Meta:
        model = CallLeg
        fields: ClassVar = [
            "uniqueid",
            "sequence",
            "channel",
            "dest_channel",
            "caller_number",
            "extension",
            "disposition",
            "started_at",
            "answered_at",
            "ended_at",
            "duration",
            "billsec",
        ]


class CallSerializer(serializers.ModelSerializer[CallRecord]):
    """One call; its legs when it is read alone."""

    started_local = serializers.SerializerMethodField()
    legs = serializers.SerializerMethodField()

    class Meta:
        model = CallRecord
        fields: ClassVar = [*FIELDS, "started_local", "parties", "legs"]

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        if isinstance(self.parent, serializers.ListSerializer):
            fields.pop("legs")
        return fields

    def get_started_local(self, call: CallRecord) -> str:
        """`started_at` on the account's clock."""
        zone = ZoneInfo(self.context["view"].actor.account.timezone)
        return call.started_at.astimezone(zone).isoformat()

    def get_legs(self, call: CallRecord) -> list[dict[str, Any]]:
        """The call's legs."""
        return list(LegSerializer(legs_of(call), many=True).data)


class NewestFirst(CursorPages):
    """By start, newest first."""

    ordering = ("-started_at", "-id")  # type: ignore[assignment]


class CallViewSet(ReadOnlyAccountViewSet):
    """`calls/`, filtered by `from`, `to` (ISO 8601), `number` and `callflow` (an id: calls
    that have passed through it); `calls/export/` as CSV."""

    serializer_class = CallSerializer
    pagination_class = NewestFirst
    right = right_to_read = Right.VIEW_CALLS

    def get_queryset(self) -> QuerySet[Any]:
        asked = self.request.query_params
        rows = CallRecord.objects.filter(account=self.actor.account)
        if "from" in asked:
            rows = rows.filter(started_at__gte=self._moment("from"))
        if "to" in asked:
            rows = rows.filter(started_at__lt=self._moment("to"))
        if "number" in asked:
            number = storable.without_nul(asked["number"])
            rows = rows.filter(dialled=number) | rows.filter(caller_number=number)
        if "callflow" in asked:
            rows = through(rows, self.actor.account, self._callflow())
        return rows

    def _callflow(self) -> Callflow:
        try:
            pk = UUID(self.request.query_params["callflow"])
            return Callflow.objects.get(pk=pk)
        except (ValueError, Callflow.DoesNotExist):
            text = "No callflow of this account."
            raise serializers.ValidationError({"callflow": text}) from None

    def _moment(self, name: str) -> Any:
        text = self.request.query_params[name]
        try:
            return serializers.DateTimeField().run_validation(text)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({name: error.detail}) from error

    @action(detail=True, methods=["get"])
    def trace(self, request: Request, **kwargs: Any) -> Response:
        """The call's way: every module that it met, when, for how long, in words."""
        account = self.actor.account
        return Response(trace(account, self.get_object()).as_json(account))

    @action(detail=False, methods=["get"])
    def export(self, request: Request, **kwargs: Any) -> StreamingHttpResponse:
        """All calls that the filters leave, as CSV. The rows are in the public schema."""
        rows = self.get_queryset().values_list(*FIELDS).iterator(2000)
        answer = StreamingHttpResponse(
            csv_export.lines(FIELDS, rows), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = 'attachment; filename="calls.csv"'
        return answer


class Live(AccountAPI):
    """`live/`: what the account's websocket sends as its snapshot."""

    right = right_to_read = Right.VIEW_CALLS

    def get(self, request: Request, **kwargs: Any) -> Response:
        """Calls, registrations and mailboxes now."""
        return Response(snapshot(self.actor.account.slug))


class Registrations(AccountAPI):
    """`registrations/`: devices that are registered now."""

    right = right_to_read = Right.VIEW_CALLS

    def get(self, request: Request, **kwargs: Any) -> Response:
        """One entry a contact."""
        return Response({"results": snapshot(self.actor.account.slug)["registrations"]})
