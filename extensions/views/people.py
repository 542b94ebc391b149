"""Pages of users and their mailboxes."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from extensions.forms import VoicemailBoxForm
from extensions.models import PhoneUser, VoicemailBox
from extensions.services.voicemail import touch_voicemail
from extensions.tables import UserTable, VoicemailBoxTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class UserList(ListPage):
    """All users of the account."""

    title = _("Users")
    table_class = UserTable
    search_fields = ("first_name", "last_name", "extension", "email")

    def get_queryset(self) -> QuerySet[Any]:
        return PhoneUser.objects.all()


class UserPage(ObjectPage):
    """A user and their devices."""

    model = PhoneUser
    template_name = "generic/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.object
        devices = ", ".join(user.devices.values_list("name", flat=True))
        fields = [
            (_("Name"), user.name),
            (_("Extension"), user.extension),
            (_("E-mail"), user.email),
            (_("Devices"), devices),
        ]
        return super().get_context_data(fields=fields, **kwargs)


class VoicemailBoxList(ListPage):
    """All mailboxes of the account."""

    title = _("Voicemail boxes")
    table_class = VoicemailBoxTable
    search_fields = ("number", "name")
    add_route = "voicemail-box-new"

    def get_queryset(self) -> QuerySet[Any]:
        return VoicemailBox.objects.select_related("user")


class VoicemailBoxPage(ObjectPage):
    """A mailbox; its messages are shown by `telephony`, which can read them."""

    model = VoicemailBox
    template_name = "extensions/voicemail_box.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        box = self.object
        may = self.actor.may(Right.MANAGE)
        fields = [
            (_("Number"), box.number),
            (_("Name"), box.name),
            (_("User"), box.user or "—"),
        ]
        return super().get_context_data(
            fields=fields,
            messages_url=self.url("voicemail-messages", pk=box.pk),
            edit_url=self.url("voicemail-box-edit", pk=box.pk) if may else "",
            delete_url=self.url("voicemail-box-delete", pk=box.pk) if may else "",
            **kwargs,
        )


class VoicemailBoxEdit(EditPage):
    """Makes or changes a mailbox."""

    model = VoicemailBox
    form_class = VoicemailBoxForm
    list_route = "voicemail-boxes"
    new_title = _("New voicemail box")

    def touch(self, instance: Model) -> None:
        touch_voicemail(instance)  # type: ignore[arg-type]


class VoicemailBoxDelete(DeletePage):
    """Deletes a mailbox that neither a seat nor a callflow uses."""

    model = VoicemailBox
    kind = "voicemail_box"
    list_route = "voicemail-boxes"
    right = Right.MANAGE

    def touch(self, instance: Model) -> None:
        touch_voicemail(instance)  # type: ignore[arg-type]
