"""Tables of what happened."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from telephony.models import CallRecord


class CallTable(tables.Table):
    """Calls of the account."""

    started_at = tables.TemplateColumn(
        '<a href="{% url "call" account.slug record.pk %}">'
        '{{ record.started_at|date:"Y-m-d H:i:s" }}</a>',
        verbose_name=_("Started"),
    )

    class Meta:
        model = CallRecord
        fields: ClassVar = [
            "started_at",
            "caller_number",
            "caller_name",
            "dialled",
            "answered_by",
            "direction",
            "result",
            "ring_seconds",
            "talk_seconds",
        ]
        order_by = "-started_at"

    def value_started_at(self, record: CallRecord) -> str:
        """For the CSV export: ISO 8601, UTC."""
        return record.started_at.isoformat()
