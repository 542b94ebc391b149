"""Tables of what a call meets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from callflows.models import (
    Attendant,
    Callflow,
    Media,
    Menu,
    ParkingLot,
    ScheduledPublication,
    TimeFrame,
    WebAddress,
)
from callflows.services.problems import state_of
from tenants.generic.tables import LinkColumn

STATES = {"failing": _("Failing"), "draft": _("Draft"), "live": _("Live")}


class CallflowTable(tables.Table):
    """Callflows of the account."""

    name = LinkColumn("callflow")
    numbers = tables.Column(_("Numbers"), orderable=False, empty_values=())
    live = tables.Column(_("Live version"), accessor="live__number")
    state = tables.Column(_("State"), orderable=False, empty_values=())
    actions = tables.TemplateColumn(
        '{% load i18n %}<a href="{% url "callflow-outline" account.slug record.pk %}">'
        '{% translate "In words" %}</a>',
        verbose_name="",
        orderable=False,
    )

    class Meta:
        model = Callflow
        fields: ClassVar = ["name", "numbers", "state", "live", "changed_at"]

    def __init__(self, *args: Any, red: Mapping[UUID, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._red = red

    def render_state(self, record: Any) -> SafeString:
        """The state as a badge."""
        colours = {"failing": "red", "draft": "secondary", "live": "green"}
        state = state_of(record, self._red)
        html = '<span class="badge bg-{}-lt">{}</span>'
        return format_html(html, colours[state], STATES[state])

    def value_state(self, record: Any) -> str:
        """For the CSV export."""
        return str(STATES[state_of(record, self._red)])

    def render_numbers(self, record: Callflow) -> str:
        """All numbers that lead here; they are prefetched."""
        return ", ".join(entry.number for entry in record.numbers.all())


class MediaTable(tables.Table):
    """Sounds of the account."""

    name = LinkColumn("media")

    class Meta:
        model = Media
        fields: ClassVar = ["name", "seconds", "created_at", "replaced_at"]


class AttendantTable(tables.Table):
    """Auto attendants of the account."""

    callflow = LinkColumn("attendant", verbose_name=_("Name"))

    class Meta:
        model = Attendant
        fields: ClassVar = ["callflow", "extension"]


class MenuTable(tables.Table):
    """Menus of the account."""

    name = LinkColumn("menu")

    class Meta:
        model = Menu
        fields: ClassVar = ["name", "prompt", "by_extension", "no_key", "other_key"]


class TimeFrameTable(tables.Table):
    """Named times: everybody's, and those of the person who looks."""

    name = LinkColumn("time-frame")
    kind = tables.Column(_("Kind"), accessor="get_kind_display", order_by="kind")
    owner = tables.Column(_("Owner"), accessor="owner__name", empty_values=())

    class Meta:
        model = TimeFrame
        fields: ClassVar = ["name", "kind", "owner"]

    def render_owner(self, record: TimeFrame) -> str:
        """The person, or that it is everybody's."""
        return str(record.owner) if record.owner else str(_("Shared"))


class ParkingLotTable(tables.Table):
    """Parking lots of the account."""

    name = LinkColumn("parking-lot")

    class Meta:
        model = ParkingLot
        fields: ClassVar = ["name", "first", "last", "seconds"]


class WebAddressTable(tables.Table):
    """Programs of the customer's."""

    name = LinkColumn("web-address")

    class Meta:
        model = WebAddress
        fields: ClassVar = ["name", "url", "seconds"]


class ScheduledPublicationTable(tables.Table):
    """Publications at a time to come, and what became of earlier ones."""

    callflow = LinkColumn("scheduled-publication")
    source = tables.Column(_("What"), empty_values=())

    class Meta:
        model = ScheduledPublication
        fields: ClassVar = [
            "callflow",
            "source",
            "at",
            "back_at",
            "note",
            "state",
            "result",
        ]

    def render_source(self, value: int | None) -> str:
        """A version's number, or the draft."""
        return f"v{value}" if value else str(_("draft"))

    value_source = render_source


class PromptTable(tables.Table):
    """System prompts; the rows are `services.prompts.PromptRow`s."""

    name = tables.Column(_("Name"), accessor="system__name")
    words = tables.Column(_("What it says"), accessor="system__words", orderable=False)
    heard = tables.Column(_("Heard"), accessor="system__heard", orderable=False)
    own = tables.Column(_("Own sound"), accessor="media", orderable=False, default="")

    def render_name(self, value: str) -> SafeString:
        """Leads to the prompt's page."""
        account = self.request.actor.account
        url = reverse("prompt", args=[account.slug, value])
        return format_html('<a href="{}">{}</a>', url, value)

    def value_name(self, value: str) -> str:
        """For the CSV export."""
        return value
