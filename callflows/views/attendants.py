"""Pages of auto attendants."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callflows.forms.attendants import AttendantForm
from callflows.models import Attendant
from callflows.services import attendants
from callflows.tables import AttendantTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, ListPage, ObjectPage
from tenants.generic.row_pages import RowsPage


class AttendantList(ListPage):
    """All auto attendants of the account."""

    title = _("Auto attendants")
    table_class = AttendantTable
    search_fields = ("callflow__name", "extension")
    add_route = "attendant-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Attendant.objects.select_related("callflow")


class AttendantPage(ObjectPage):
    """Its extension and callflow, and whether the form still fits."""

    template_name = "generic/detail.html"

    def get_queryset(self) -> QuerySet[Any]:
        return Attendant.objects.select_related("callflow__live")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        attendant, actor = self.object, self.actor
        flow = attendant.callflow
        fits = attendants.plan_of(flow) is not None
        url = self.url(
            "callflow-editor" if actor.may(Right.MANAGE) else "callflow", pk=flow.pk
        )
        drawn = (
            gettext("as chosen here")
            if fits
            else gettext("changed in the callflow editor")
        )
        return super().get_context_data(
            fields=[
                (_("Extension"), attendant.extension),
                (_("Callflow"), format_html('<a href="{}">{}</a>', url, flow)),
                (_("Drawn"), drawn),
            ],
            edit_url=self.url("attendant-edit", pk=attendant.pk)
            if fits and actor.may(Right.MANAGE)
            else "",
            delete_url=self.url("attendant-delete", pk=attendant.pk)
            if actor.may(Right.MANAGE_ATTENDANTS)
            else "",
            **kwargs,
        )


class AttendantEdit(RowsPage):
    """Makes an auto attendant and leads to the callflow editor; changes one."""

    model = Attendant
    form_class = AttendantForm
    list_route = "attendants"
    new_title = _("New auto attendant")

    def save(self, form: AttendantForm) -> Attendant:
        if form.instance is None:
            return attendants.create(form.wanted())
        attendants.change(form.instance, form.wanted())
        return form.instance

    def laid_over(self, now: AttendantForm, values: Any) -> QueryDict:
        if now.instance and now.plan is None:
            raise attendants.redrawn()
        return super().laid_over(now, values)

    def get_success_url(self) -> str:
        if "pk" in self.kwargs:
            return self.url("attendant", pk=self.object.pk)
        return self.url("callflow-editor", pk=self.object.callflow_id)


class AttendantDelete(DeletePage):
    """Deletes an auto attendant, if the reseller allows that."""

    model = Attendant
    list_route = "attendants"

    def remove(self) -> None:
        attendants.delete(self.object)
