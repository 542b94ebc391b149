"""Saves at a time to come: the list, one of them, and calling it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext_lazy as _

from tenants.access import Right
from tenants.forms.delayed_saves import DelayedSaveFilter
from tenants.generic.pages import ListPage, ObjectPage
from tenants.models import DelayedSave
from tenants.services import delayed_saves
from tenants.tables import DelayedSaveTable


class DelayedSaveList(ListPage):
    """All of the account's, the furthest first."""

    title = _("Delayed saves")
    right = Right.MANAGE
    table_class = DelayedSaveTable
    filter_class = DelayedSaveFilter
    search_fields = ("title", "user__name", "user__email")

    def get_queryset(self) -> QuerySet[Any]:
        return delayed_saves.of(self.actor.account)


class DelayedSavePage(ObjectPage):
    """What is saved when, and what became of it."""

    right = Right.MANAGE
    template_name = "tenants/delayed_save.html"

    def get_queryset(self) -> QuerySet[Any]:
        return delayed_saves.of(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row: DelayedSave = self.object
        url = self.url("delayed-save-cancel", pk=row.pk) if row.waiting else ""
        return super().get_context_data(
            cancel_url=url,
            page_url=self._page_url(row),
            breadcrumbs=[(_("Delayed saves"), self.url("delayed-saves"))],
            **kwargs,
        )

    def _page_url(self, row: DelayedSave) -> str:
        """The page that it was asked for on; a resource of REST is none to look at."""
        url = self.url(row.route, **row.kwargs)
        return url if hasattr(resolve(url).func, "view_class") else ""


class DelayedSaveCancel(ObjectPage):
    """Calls one off."""

    right = Right.MANAGE
    http_method_names = ["post"]

    def get_queryset(self) -> QuerySet[Any]:
        return delayed_saves.of(self.actor.account)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        try:
            delayed_saves.cancel(self.object)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, _("Nothing will be saved."))
        return redirect(self.url("delayed-save", pk=self.object.pk))
