"""REST of time frames and holiday calendars."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from callflows.models import TimeFrame
from callflows.services.time_frames import (
    LARGEST_FILE,
    as_file,
    check_rules,
    import_holidays,
)
from callflows.services.usage import touch_callflows_using
from tenants.access import Right
from tenants.generic.rest import AccountViewSet


class TimeFrameSerializer(serializers.ModelSerializer[TimeFrame]):
    """A named time and its rules; `kind` and `name` are fixed once it is made."""

    kind = serializers.ChoiceField(TimeFrame.Kind.choices, required=False)
    shared = serializers.SerializerMethodField()

    class Meta:
        model = TimeFrame
        fields: ClassVar = ["id", "name", "kind", "shared", "rules"]
        # The model's own say it by the name of the field.
        validators: ClassVar[list[Any]] = []
        extra_kwargs: ClassVar[dict[str, Any]] = {"name": {"validators": []}}

    def get_shared(self, frame: TimeFrame) -> bool:
        """Whether it is everybody's; else it is the one's who reads this."""
        return frame.owner_id is None

    def validate_rules(self, value: Any) -> Any:
        """Refuses what the compiler could not read."""
        check_rules(value)
        return value

    def validate_kind(self, value: str) -> str:
        """Refuses another one than it was made with."""
        if self.instance is not None and value != self.instance.kind:
            raise serializers.ValidationError("The kind stays as it was made.")
        return value


class HolidayFileSerializer(serializers.Serializer[Any]):
    """The text of a file of holidays, and what shall be done with it."""

    text = serializers.CharField(max_length=LARGEST_FILE, trim_whitespace=False)
    replace = serializers.BooleanField(default=False)
    dry_run = serializers.BooleanField(default=False)


class TimeFrameViewSet(AccountViewSet):
    """`time-frames/`: shared ones to manage, and to read also one's own."""

    serializer_class = TimeFrameSerializer
    kind = "time_frame"
    right_to_read = Right.MEMBER

    def get_queryset(self) -> QuerySet[Any]:
        if self.request.method in ("GET", "HEAD", "OPTIONS"):
            return TimeFrame.objects.visible_to(self.actor)
        return TimeFrame.objects.shared()

    def touch(self, instance: Model) -> None:
        touch_callflows_using(instance.pk)

    @action(detail=True, methods=["post"], url_path="import")
    def take_in(self, request: Request, **kwargs: Any) -> Response:
        """Takes the holidays of `text` in; a dry run only says what would change.

        400 with `faults` for a file that can't be taken whole.
        """
        frame = self.get_object()
        asked = HolidayFileSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        result = import_holidays(
            frame,
            data["text"],
            self.actor.account.timezone,
            replace=data["replace"],
            dry_run=data["dry_run"],
        )
        if result.faults and not data["dry_run"]:
            raise serializers.ValidationError({"text": list(result.faults)})
        return Response(result.as_json())

    @action(detail=True, methods=["get"], url_path="export")
    def hand_out(self, request: Request, **kwargs: Any) -> HttpResponse:
        """The calendar as iCalendar, or as CSV with `?as=csv`."""
        kind = "csv" if request.query_params.get("as") == "csv" else "ics"
        text = as_file(self.get_object(), kind)
        types = {"csv": "text/csv", "ics": "text/calendar"}
        return HttpResponse(text, content_type=f"{types[kind]}; charset=utf-8")


class MyTimeFrameViewSet(TimeFrameViewSet):
    """`my-time-frames/`: one's own, seen by nobody else."""

    right = Right.MEMBER

    def get_queryset(self) -> QuerySet[Any]:
        return TimeFrame.objects.private_to(self.actor)

    def _save(self, serializer: Any) -> None:
        if self.actor.user is None:
            raise PermissionDenied
        serializer.validated_data["owner"] = self.actor.user
        super()._save(serializer)
