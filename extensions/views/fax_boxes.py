"""Pages of fax boxes."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from callflows.services.usage import touch_callflows_using
from extensions.forms.fax_boxes import FaxBoxForm
from extensions.models import FaxBox
from extensions.tables import FaxBoxTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class FaxBoxList(ListPage):
    """All fax boxes of the account."""

    title = _("Fax boxes")
    table_class = FaxBoxTable
    search_fields = ("name", "station")
    add_route = "fax-box-new"

    def get_queryset(self) -> QuerySet[Any]:
        return FaxBox.objects.select_related("owner")


class FaxBoxPage(ObjectPage):
    """A fax box, and which callflows lead there."""

    model = FaxBox
    kind = "fax_box"
    template_name = "generic/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        box: FaxBox = self.object
        may = self.actor.may(Right.MANAGE)
        kept = _("%s days") % box.keep_days if box.keep_days else _("until deleted")
        return super().get_context_data(
            fields=[
                (_("Owner"), box.owner or "—"),
                (_("Fax identity"), box.station or "—"),
                (_("T.38"), _("Yes") if box.t38 else _("No")),
                (_("Faxes are mailed to"), ", ".join(box.recipients) or "—"),
                (_("Faxes are kept"), kept),
            ],
            edit_url=self.url("fax-box-edit", pk=box.pk) if may else "",
            delete_url=self.url("fax-box-delete", pk=box.pk) if may else "",
            **kwargs,
        )


class FaxBoxEdit(EditPage):
    """Makes or changes a fax box."""

    model = FaxBox
    form_class = FaxBoxForm
    list_route = "fax-boxes"
    new_title = _("New fax box")

    def touch(self, instance: Model) -> None:
        touch_callflows_using(instance.pk)


class FaxBoxDelete(DeletePage):
    """Deletes a fax box that no callflow leads to; its faxes stay."""

    model = FaxBox
    kind = "fax_box"
    list_route = "fax-boxes"
