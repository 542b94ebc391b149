"""REST of notices."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers

from pbxportal.lib.paging import CursorPages
from telephony.models import CallNotice
from tenants.access import Right
from tenants.generic.rest import ReadOnlyAccountViewSet


class NoticeSerializer(serializers.ModelSerializer[CallNotice]):
    """A notice, and what became of it."""

    class Meta:
        model = CallNotice
        fields: ClassVar = [
            "id",
            "kind",
            "target",
            "at",
            "caller_number",
            "caller_name",
            "state",
            "attempts",
            "outcome",
        ]


class NoticePages(CursorPages):
    """Newest first."""

    ordering = "-at"


class NoticeViewSet(ReadOnlyAccountViewSet):
    """`notices/`"""

    right_to_read = Right.VIEW_LOGS
    serializer_class = NoticeSerializer
    pagination_class = NoticePages

    def get_queryset(self) -> QuerySet[Any]:
        return CallNotice.objects.filter(account=self.actor.account)
