"""Pages of publications at a time to come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.forms.schedules import ScheduleForm
from callflows.models import Callflow, ScheduledPublication
from callflows.services import schedules
from callflows.tables import ScheduledPublicationTable
from tenants.access import Right
from tenants.generic.pages import ListPage, ObjectPage


class ScheduleList(ListPage):
    """All scheduled publications of the account, the furthest first."""

    on_account_clock = True
    title = gettext_lazy("Scheduled publications")
    table_class = ScheduledPublicationTable
    search_fields = ("callflow__name", "note")

    def get_queryset(self) -> QuerySet[Any]:
        rows = ScheduledPublication.objects.select_related("callflow")
        return rows.defer("document", "callflow__draft")


class SchedulePage(ObjectPage):
    """What is to be published when, or what became of it."""

    on_account_clock = True
    template_name = "callflows/scheduled.html"

    def get_queryset(self) -> QuerySet[Any]:
        return ScheduledPublication.objects.select_related(
            "callflow", "author", "published"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.object
        may = self.actor.may(Right.MANAGE) and row.open
        return super().get_context_data(
            source=f"v{row.source}" if row.source else _("Draft as it was then"),
            callflow_url=self.url("callflow", pk=row.callflow_id),
            cancel_url=(
                self.url("scheduled-publication-cancel", pk=row.pk) if may else ""
            ),
            **kwargs,
        )


class ScheduleCancel(ObjectPage):
    """Calls a scheduled publication, or its return, off."""

    on_account_clock = True
    model = ScheduledPublication
    right = Right.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        try:
            row = schedules.cancel(self.object)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, row.result)
        return redirect(self.url("scheduled-publication", pk=self.object.pk))


class ScheduleNew(ObjectPage):
    """Chooses what of a callflow goes live when."""

    on_account_clock = True
    model = Callflow
    right = Right.MANAGE
    template_name = "generic/edit.html"

    def get_page_title(self) -> str:
        return _("Schedule a publication of %s") % str(self.object)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = ScheduleForm(self.object, request.POST)
        if form.is_valid():
            try:
                row = schedules.schedule(self.object, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The publication is scheduled."))
                return redirect(self.url("scheduled-publication", pk=row.pk))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", ScheduleForm(self.object))
        return super().get_context_data(
            intro=_("Times are those of %s.") % self.actor.account.timezone,
            submit_label=_("Schedule"),
            cancel_url=self.url("callflow", pk=self.object.pk),
            **kwargs,
        )
