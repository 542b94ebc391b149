"""The account's error log, its audit, and who was in it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django_tables2 import Table

from tenants.access import Right
from tenants.forms.logs import AuditFilter, ErrorFilter, MasqueradeFilter
from tenants.generic.links import object_urls
from tenants.generic.pages import AccountPage, ListPage
from tenants.services import errors, logs, masquerade
from tenants.tables import AuditTable, ErrorTable, MasqueradeTable


class ErrorList(ListPage):
    """What failed in this account."""

    title = _("Error log")
    right = Right.VIEW_LOGS
    table_class = ErrorTable
    template_name = "tenants/errors.html"
    filter_class = ErrorFilter
    search_fields = ("message", "label")

    def get_queryset(self) -> QuerySet[Any]:
        return errors.of(self.actor.account)

    def get_table(self) -> Table:
        table = super().get_table()
        shown = [row.record for row in table.page.object_list]
        named = {(entry.kind, entry.object_id) for entry in shown}
        urls = object_urls(self.actor.account, named)
        for entry in shown:
            entry.url = urls.get((entry.kind, entry.object_id), "")
        return table

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            unseen=errors.unseen(self.actor.account),
            days=settings.ERROR_DAYS,
            **kwargs,
        )


class ErrorsSeen(AccountPage):
    """Marks one failure as seen, or all; then back to the list."""

    http_method_names = ["post", "options"]
    right = Right.VIEW_LOGS

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = errors.of(self.actor.account)
        if "pk" in kwargs:
            get_object_or_404(rows, pk=kwargs["pk"])
            rows = rows.filter(pk=kwargs["pk"])
        errors.see(rows)
        # Back to the list as it was narrowed: never to another page.
        asked = urlsplit(request.headers.get("Referer", ""))
        here = self.url("errors")
        query = f"?{asked.query}" if asked.path == here and asked.query else ""
        return redirect(f"{here}{query}")


class AuditList(ListPage):
    """Who changed what in this account, from where, and what differs."""

    title = _("Audit")
    right = Right.VIEW_LOGS
    table_class = AuditTable
    template_name = "tenants/audit.html"
    filter_class = AuditFilter
    search_fields = ("label", "user__name", "user__email", "address", "request_id")

    def get_queryset(self) -> QuerySet[Any]:
        return logs.entries(self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(days=settings.AUDIT_DAYS, **kwargs)


class MasqueradeList(ListPage):
    """Who was in this account from above, why, and what they have changed.

    No application closes it: whoever enters can't hide that.
    """

    title = _("Who was in our account")
    right = Right.VIEW_LOGS
    table_class = MasqueradeTable
    template_name = "tenants/masquerades.html"
    filter_class = MasqueradeFilter
    search_fields = ("user__name", "user__email", "reason", "from_account__name")

    def get_queryset(self) -> QuerySet[Any]:
        return masquerade.of(self.actor.account)
