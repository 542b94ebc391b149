"""Tables of plans, of what one costs, and of transactions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from billing.catalog.models import ServicePlan
from billing.models import LedgerEntry
from pbxportal.lib import money
from tenants.generic.tables import LinkColumn


class MoneyColumn(tables.Column):
    """An amount as people write it; bare in CSV."""

    def render(self, value: Decimal) -> str:
        return money.written(value)

    def value(self, **kwargs: Any) -> Any:
        return kwargs["value"]


class PlanTable(tables.Table):
    """Plans that the account sells."""

    name = LinkColumn("plan")
    minute_price = MoneyColumn()
    buyers = tables.Column(_("Accounts"))

    class Meta:
        model = ServicePlan
        fields: ClassVar = ["name", "currency", "minute_price", "active", "buyers"]


class LineTable(tables.Table):
    """What the account's plan costs, line by line."""

    label = tables.Column(_("What"))
    quantity = tables.Column(_("Quantity"))
    included = tables.Column(_("Included"))
    price = MoneyColumn(_("Price"))
    amount = MoneyColumn(_("Amount"))

    class Meta:
        empty_text = _("The account has no plan.")


class TransactionTable(tables.Table):
    """The account's books, the newest first."""

    at = tables.TemplateColumn(
        '{{ record.at|date:"DATETIME_SECONDS_FORMAT" }}', verbose_name=_("Time")
    )
    amount = MoneyColumn()
    balance = MoneyColumn()

    class Meta:
        model = LedgerEntry
        fields: ClassVar = [
            "at",
            "kind",
            "text",
            "amount",
            "balance",
            "currency",
            "user",
        ]

    def value_at(self, record: LedgerEntry) -> str:
        """For the CSV export: ISO 8601, UTC."""
        return record.at.isoformat()
