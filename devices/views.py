"""Pages of devices."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from devices import services
from devices.forms import DeviceForm, NewDeviceForm
from devices.models import Device
from devices.tables import DeviceTable
from tenants.access import Right
from tenants.generic.pages import (
    AccountPage,
    DeletePage,
    EditPage,
    ListPage,
    ObjectPage,
)


class DeviceList(ListPage):
    """All telephones."""

    title = _("Devices")
    table_class = DeviceTable
    search_fields = ("name", "sip_username", "user_link__user__extension")
    add_route = "device-new"

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
            delete_url=self.url("device-delete", pk=self.object.pk) if may else "",
            **kwargs,
        )


class DeviceNew(EditPage):
    """Makes a telephone that belongs to no user; then shows its password, once."""

    shows_secret = True
    model = Device
    form_class = NewDeviceForm
    list_route = "devices"
    new_title = _("New device")

    def form_valid(self, form: NewDeviceForm) -> HttpResponse:
        try:
            password = services.create_device(form.instance)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return secrets_page(self, form.instance, password)


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
        return secrets_page(self, self.object, password)


class DeviceDelete(DeletePage):
    """Deletes a telephone that nothing points at; its registration ends."""

    model = Device
    kind = "device"
    list_route = "devices"

    def touch(self, instance: Model) -> None:
        services.touch_device(instance)  # type: ignore[arg-type]


def secrets_page(page: AccountPage, device: Device, password: str) -> HttpResponse:
    """Shows a new password of the device; from there one goes to its page."""
    context = secrets_context(device, page.actor.account.realm, password)
    context["done_url"] = page.url("device", pk=device.pk)
    return render(page.request, "generic/secrets.html", context)


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
