"""Tables of what a call meets."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from callflows.models import Callflow, Media, TimeFrame
from tenants.generic.tables import LinkColumn


class CallflowTable(tables.Table):
    """Callflows of the account."""

    name = LinkColumn("callflow")
    numbers = tables.Column(_("Numbers"), orderable=False, empty_values=())
    live = tables.Column(_("Live version"), accessor="live__number")

    class Meta:
        model = Callflow
        fields: ClassVar = ["name", "numbers", "live", "changed_at"]

    def render_numbers(self, record: Callflow) -> str:
        """All numbers that lead here; they are prefetched."""
        return ", ".join(entry.number for entry in record.numbers.all())


class MediaTable(tables.Table):
    """Sounds of the account."""

    name = LinkColumn("media")

    class Meta:
        model = Media
        fields: ClassVar = ["name", "seconds", "created_at"]


class TimeFrameTable(tables.Table):
    """Named times of the account."""

    name = LinkColumn("time-frame")

    class Meta:
        model = TimeFrame
        fields: ClassVar = ["name"]
