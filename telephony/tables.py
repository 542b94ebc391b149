"""Tables of what happened."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from telephony.models import CallNotice, CallRecord, Carrier, Fax, Recording
from tenants.generic.tables import LinkColumn
from tenants.shown_numbers import shown


class NumberColumn(tables.Column):
    """A number of the public network, as the account wants to see it; bare in CSV."""

    def render(self, value: str) -> str:
        return shown(value)

    def value(self, **kwargs: object) -> object:
        return kwargs["value"]


class CallTable(tables.Table):
    """Calls of the account."""

    started_at = tables.TemplateColumn(
        '<a href="{% url "call" account.slug record.pk %}">'
        '{{ record.started_at|date:"DATETIME_SECONDS_FORMAT" }}</a>',
        verbose_name=_("Started"),
    )
    actions = tables.TemplateColumn(
        '<a href="{% url "call-trace" account.slug record.pk %}">'
        '{% load i18n %}{% translate "Trace" %}</a>',
        verbose_name="",
        orderable=False,
    )
    caller_number = NumberColumn()
    dialled = NumberColumn()

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


class RecordingTable(tables.Table):
    """Recordings of the account."""

    at = tables.TemplateColumn(
        '<a href="{% url "recording" account.slug record.pk %}">'
        '{{ record.at|date:"DATETIME_SECONDS_FORMAT" }}</a>',
        verbose_name=_("Time"),
    )
    caller_number = NumberColumn()
    dialled = NumberColumn()

    class Meta:
        model = Recording
        fields: ClassVar = [
            "at",
            "caller_number",
            "caller_name",
            "dialled",
            "seconds",
            "state",
        ]
        order_by = "-at"

    def value_at(self, record: Recording) -> str:
        """For the CSV export: ISO 8601, UTC."""
        return record.at.isoformat()


class FaxTable(tables.Table):
    """Faxes of the account."""

    at = tables.TemplateColumn(
        '<a href="{% url "fax" account.slug record.pk %}">'
        '{{ record.at|date:"DATETIME_SECONDS_FORMAT" }}</a>',
        verbose_name=_("Time"),
    )
    caller_number = NumberColumn()

    class Meta:
        model = Fax
        fields: ClassVar = [
            "at",
            "box_name",
            "caller_number",
            "station",
            "pages",
            "state",
            "reason",
        ]
        order_by = "-at"

    def value_at(self, record: Fax) -> str:
        """For the CSV export: ISO 8601, UTC."""
        return record.at.isoformat()


class NoticeTable(tables.Table):
    """Notices of the account."""

    caller_number = NumberColumn()

    class Meta:
        model = CallNotice
        fields: ClassVar = [
            "at",
            "kind",
            "caller_number",
            "state",
            "attempts",
            "outcome",
        ]
        order_by = "-at"


class CarrierTable(tables.Table):
    """Carriers of the account, in the order in which calls try them."""

    name = LinkColumn("carrier")

    class Meta:
        model = Carrier
        fields: ClassVar = ["order", "name", "host", "port", "emergency", "enabled"]
