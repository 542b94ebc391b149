"""Pages of what the account pays and has left."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from billing.catalog.models import Subscription
from billing.forms.transactions import TransactionFilter
from billing.models import LedgerEntry
from billing.services import ledger, quotes
from billing.services.plans import subscription_of
from billing.services.quotes import Line
from billing.tables import LineTable, TransactionTable
from pbxportal.lib import money
from tenants.access import Right
from tenants.generic.pages import ListPage


class Billing(ListPage):
    """The plan, what it costs line by line, and the balance."""

    title = _("Plan and balance")
    right = Right.VIEW_BILLING
    template_name = "billing/billing.html"
    table_class = LineTable

    @cached_property
    def bought(self) -> Subscription | None:
        """The account's plan."""
        return subscription_of(self.actor.account)

    @cached_property
    def lines(self) -> list[Line]:
        """What it costs now."""
        if self.bought is None:
            return []
        return quotes.lines(self.bought.plan, quotes.counts(self.actor.account))

    def get_queryset(self) -> Any:
        """The lines of the plan; no rows of a table."""
        return self.lines

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.actor.account
        fields = [(_("Balance"), str(ledger.standing(account)))]
        if bought := self.bought:
            currency = bought.plan.currency
            month = money.written(quotes.a_month(self.lines), currency)
            minute = money.written(bought.minute_price, currency)
            fields = [
                (_("Plan"), bought.plan.name),
                (_("Description"), bought.plan.description),
                (_("Total a month"), month),
                (_("Minute over the limit"), minute),
                *fields,
            ]
        return super().get_context_data(fields=fields, **kwargs)


class Transactions(ListPage):
    """All that was booked, the newest first."""

    title = _("Transactions")
    right = Right.VIEW_BILLING
    table_class = TransactionTable
    filter_class = TransactionFilter
    search_fields = ("text",)

    def get_queryset(self) -> QuerySet[Any]:
        return LedgerEntry.objects.select_related("user")
