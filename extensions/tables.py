"""Tables of people and their mailboxes."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from extensions.models import PhoneUser, Seat, VoicemailBox


class SeatTable(tables.Table):
    """Seats of the account."""

    user = tables.TemplateColumn(
        '<a href="{% url "seat" account.slug record.pk %}">{{ record.user.name }}</a>',
        verbose_name=_("Name"),
        order_by=("user__first_name", "user__last_name"),
    )
    extension = tables.Column(_("Extension"), accessor="user__extension")
    email = tables.Column(_("E-mail"), accessor="user__email")
    device = tables.Column(_("Device"), accessor="device__sip_username")

    class Meta:
        model = Seat
        fields: ClassVar = ["extension", "user", "email", "device", "ring_seconds"]

    def value_user(self, record: Seat) -> str:
        """For the CSV export."""
        return record.user.name


class UserTable(tables.Table):
    """Users of telephones."""

    first_name = tables.TemplateColumn(
        '<a href="{% url "user" account.slug record.pk %}">{{ record.name }}</a>',
        verbose_name=_("Name"),
    )

    class Meta:
        model = PhoneUser
        fields: ClassVar = ["extension", "first_name", "email"]

    def value_first_name(self, record: PhoneUser) -> str:
        """For the CSV export."""
        return record.name


class VoicemailBoxTable(tables.Table):
    """Mailboxes of the account."""

    name = tables.TemplateColumn(
        '<a href="{% url "voicemail-box" account.slug record.pk %}">{{ record.name }}</a>'
    )

    class Meta:
        model = VoicemailBox
        fields: ClassVar = ["number", "name", "user"]

    def value_name(self, record: VoicemailBox) -> str:
        """For the CSV export."""
        return record.name
