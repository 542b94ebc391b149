"""Tables of accounts and logs."""

from __future__ import annotations

from typing import ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from tenants.models import Account, AuditEntry, ErrorEntry


class AccountTable(tables.Table):
    """Accounts below the one that is shown."""

    actions = tables.TemplateColumn(
        template_name="tenants/account_actions.html", verbose_name="", orderable=False
    )

    class Meta:
        model = Account
        fields: ClassVar = ["name", "slug", "realm", "parent", "timezone"]


class ErrorTable(tables.Table):
    """What failed."""

    class Meta:
        model = ErrorEntry
        fields: ClassVar = ["at", "source", "message"]
        order_by = "-at"


class AuditTable(tables.Table):
    """Who changed what."""

    user = tables.Column(verbose_name=_("Who"))
    changes = tables.TemplateColumn(
        template_name="tenants/audit_changes.html", orderable=False
    )

    class Meta:
        model = AuditEntry
        fields: ClassVar = [
            "at",
            "user",
            "masquerade",
            "verb",
            "kind",
            "label",
            "changes",
        ]
        order_by = "-at"

    def value_changes(self, value: object) -> str:
        """For the CSV export: the bare data."""
        return str(value)
