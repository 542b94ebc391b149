"""Pages of devices."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from devices import services
from devices.forms import DeviceForm
from devices.models import Device
from devices.tables import DeviceTable
from tenants.access import Right
from tenants.generic.pages import EditPage, ListPage, ObjectPage


class DeviceList(ListPage):
    """All telephones."""

    title = _("Devices")
    table_class = DeviceTable
    search_fields = ("name", "sip_username", "user_link__user__extension")

    def get_queryset(self) -> QuerySet[Any]:
        return Device.objects.select_related("user_link__user")


class DevicePage(ObjectPage):
    """One telephone and what to type into it."""

    model = Device
    kind = "device"
    template_name = "devices/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.actor.account
        may = self.actor.may(Right.MANAGE)
        fields = [
            (_("SIP user name"), self.object.sip_username),
            (_("Realm"), account.realm),
            (_("Kind"), self.object.get_kind_display()),
            (_("Number shown outside"), self.object.caller_number or "—"),
            (_("Shown to emergency services"), self.object.emergency_number or "—"),
            (_("Enabled"), _("yes") if self.object.enabled else _("no")),
        ]
        return super().get_context_data(
            fields=fields,
            edit_url=self.url("device-edit", pk=self.object.pk) if may else "",
            password_url=self.url("device-password", pk=self.object.pk) if may else "",
            **kwargs,
        )


class DeviceEdit(EditPage):
    """Changes a telephone's settings."""

    model = Device
    form_class = DeviceForm
    list_route = "devices"

    def touch(self, instance: Model) -> None:
        services.touch_device(instance)  # type: ignore[arg-type]


class DevicePassword(ObjectPage):
    """Gives the telephone a new SIP password and shows it, once."""

    model = Device
    right = Right.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        password = services.renew_password(self.object)
        context = secrets_context(self.object, self.actor.account.realm, password)
        context["done_url"] = self.url("device", pk=self.object.pk)
        return render(request, "generic/secrets.html", context)


def secrets_context(device: Device, realm: str, password: str) -> dict[str, Any]:
    """What a person types into a phone; the password is shown this once."""
    return {
        "page_title": str(device),
        "intro": _("Type this into the phone."),
        "fields": [
            (_("User name"), device.sip_username),
            (_("Realm (domain)"), realm),
        ],
        "secrets": [(_("Password"), password)],
    }
