"""Tables of what a call meets."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from callflows.models import Callflow, Media, TimeFrame


class CallflowTable(tables.Table):
    """Callflows of the account."""

    name = tables.TemplateColumn(
        '<a href="{% url "callflow" account.slug record.pk %}">{{ record.name }}</a>'
    )
    numbers = tables.Column(_("Numbers"), orderable=False, empty_values=())
    live = tables.Column(_("Live version"), accessor="live__number")

    class Meta:
        model = Callflow
        fields: ClassVar = ["name", "numbers", "live", "changed_at"]

    def value_name(self, record: Callflow) -> str:
        """For the CSV export."""
        return record.name

    def render_numbers(self, record: Callflow) -> str:
        """All numbers that lead here; they are prefetched."""
        return ", ".join(entry.number for entry in record.numbers.all())


class MediaTable(tables.Table):
    """Sounds of the account."""

    name = tables.TemplateColumn(
        '<a href="{% url "media" account.slug record.pk %}">{{ record.name }}</a>'
    )

    class Meta:
        model = Media
        fields: ClassVar = ["name", "seconds", "created_at"]

    def value_name(self, record: Media) -> str:
        """For the CSV export."""
        return record.name


class TimeFrameTable(tables.Table):
    """Named times of the account."""

    name = tables.TemplateColumn(
        '<a href="{% url "time-frame" account.slug record.pk %}">{{ record.name }}</a>'
    )

    class Meta:
        model = TimeFrame
        fields: ClassVar = ["name"]

    def value_name(self, record: TimeFrame) -> str:
        """For the CSV export."""
        return record.name
