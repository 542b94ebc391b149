"""The account's error log and audit."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tenants.access import Right
from tenants.generic.pages import ListPage
from tenants.models import AuditEntry, ErrorEntry
from tenants.tables import AuditTable, ErrorTable


class ErrorList(ListPage):
    """What failed in this account."""

    title = _("Error log")
    right = Right.VIEW_LOGS
    table_class = ErrorTable
    search_fields = ("source", "message")

    def get_queryset(self) -> QuerySet[Any]:
        return ErrorEntry.objects.filter(account=self.actor.account)


class AuditList(ListPage):
    """Who changed what in this account."""

    title = _("Audit")
    right = Right.VIEW_LOGS
    table_class = AuditTable
    search_fields = ("label", "verb", "kind", "user__name", "user__email")

    def get_queryset(self) -> QuerySet[Any]:
        return AuditEntry.objects.filter(account=self.actor.account).select_related(
            "user", "masquerade__user"
        )
