"""Tables of people and their mailboxes."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from extensions.models import (
    Blacklist,
    Conference,
    Directory,
    FaxBox,
    Group,
    PhoneUser,
    Seat,
    VoicemailBox,
)
from tenants.generic.tables import LinkColumn


class SeatTable(tables.Table):
    """Seats of the account."""

    user = LinkColumn(
        "seat",
        _("Name"),
        accessor="user__name",
        order_by=("user__first_name", "user__last_name"),
    )
    extension = tables.Column(_("Extension"), accessor="user__extension")
    email = tables.Column(_("E-mail"), accessor="user__email")
    device = tables.Column(_("Device"), accessor="device__sip_username")

    class Meta:
        model = Seat
        fields: ClassVar = ["extension", "user", "email", "device", "ring_seconds"]


class UserTable(tables.Table):
    """Users of telephones."""

    first_name = LinkColumn("user", _("Name"), accessor="name", order_by="first_name")

    class Meta:
        model = PhoneUser
        fields: ClassVar = ["extension", "first_name", "email"]


class VoicemailBoxTable(tables.Table):
    """Mailboxes of the account."""

    name = LinkColumn("voicemail-box")

    class Meta:
        model = VoicemailBox
        fields: ClassVar = ["number", "name", "user"]


class ConferenceTable(tables.Table):
    """Conferences of the account."""

    name = LinkColumn("conference")

    class Meta:
        model = Conference
        fields: ClassVar = ["number", "name", "owner", "most", "record"]


class FaxBoxTable(tables.Table):
    """Fax boxes of the account."""

    name = LinkColumn("fax-box")

    class Meta:
        model = FaxBox
        fields: ClassVar = ["name", "station", "owner", "t38"]


class GroupTable(tables.Table):
    """Groups of the account."""

    name = LinkColumn("group")
    user_count = tables.Column(_("Users"))
    device_count = tables.Column(_("Devices"))

    class Meta:
        model = Group
        fields: ClassVar = ["name", "user_count", "device_count"]


class DirectoryTable(tables.Table):
    """Directories of the account."""

    name = LinkColumn("directory")

    class Meta:
        model = Directory
        fields: ClassVar = ["name", "names", "confirm", "everybody"]


class BlacklistTable(tables.Table):
    """Blacklists of the account."""

    name = LinkColumn("blacklist")
    number_count = tables.Column(_("Numbers"), orderable=False)

    class Meta:
        model = Blacklist
        fields: ClassVar = ["name", "number_count", "hidden", "active"]
