"""Pages of web addresses."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from callflows.forms import WebAddressForm
from callflows.models import WebAddress
from callflows.services.usage import touch_callflows_using
from callflows.tables import WebAddressTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class WebAddressList(ListPage):
    """All web addresses of the account."""

    title = _("Web addresses")
    table_class = WebAddressTable
    search_fields = ("name", "url")
    add_route = "web-address-new"

    def get_queryset(self) -> QuerySet[Any]:
        return WebAddress.objects.all()


class WebAddressPage(ObjectPage):
    """An address; the secret only for those who may change it."""

    model = WebAddress
    kind = "web_address"
    template_name = "generic/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        address = self.object
        may = self.actor.may(Right.MANAGE)
        fields = [(_("Address"), address.url), (_("Seconds"), address.seconds)]
        if may:
            fields.append((_("Secret that signs requests"), address.secret))
        return super().get_context_data(
            fields=fields,
            edit_url=self.url("web-address-edit", pk=address.pk) if may else "",
            delete_url=self.url("web-address-delete", pk=address.pk) if may else "",
            **kwargs,
        )


class WebAddressEdit(EditPage):
    """Makes or changes a web address."""

    model = WebAddress
    form_class = WebAddressForm
    list_route = "web-addresses"
    new_title = _("New web address")

    def touch(self, instance: Model) -> None:
        touch_callflows_using(instance.pk)


class WebAddressDelete(DeletePage):
    """Deletes a web address that no callflow uses."""

    model = WebAddress
    kind = "web_address"
    list_route = "web-addresses"
