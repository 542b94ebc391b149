"""REST of what the account pays and has left."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from billing.forms.transactions import TransactionFilter
from billing.models import LedgerEntry
from billing.services import ledger, quotes
from billing.services.plans import subscription_of
from pbxportal.lib.paging import CursorPages
from tenants.access import Right
from tenants.generic.rest import AccountAPI, ReadOnlyAccountViewSet, narrowed
from tenants.generic.who import WhoSerializer


class NewestFirst(CursorPages):
    """As they were booked, newest first."""

    ordering = "-number"


class EntrySerializer(serializers.ModelSerializer[LedgerEntry]):
    """One change of the balance; `user` is null for what the portal charged."""

    user = WhoSerializer(read_only=True)

    class Meta:
        model = LedgerEntry
        fields: ClassVar = [
            "id",
            "number",
            "at",
            "kind",
            "amount",
            "balance",
            "currency",
            "text",
            "lines",
            "call",
            "minutes",
            "user",
        ]
        read_only_fields = fields


class LedgerViewSet(ReadOnlyAccountViewSet):
    """`ledger/`, newest first, filtered by `kind`, `from` and `to`."""

    right = right_to_read = Right.VIEW_BILLING
    serializer_class = EntrySerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Any]:
        rows = LedgerEntry.objects.select_related("user")
        if self.action != "list":
            return rows
        return narrowed(rows, TransactionFilter, self.request.query_params)


class Billing(AccountAPI):
    """`billing/`: the plan, what it costs line by line, and the balance."""

    http_method_names = ["get", "head", "options"]
    right = right_to_read = Right.VIEW_BILLING

    def get(self, request: Request, **kwargs: Any) -> Response:
        """`plan` is null, and `lines` are empty, without one."""
        account = self.actor.account
        bought = subscription_of(account)
        found = quotes.lines(bought.plan, quotes.counts(account)) if bought else []
        content = {
            "plan": bought.plan.name if bought else None,
            "lines": [line.as_json() for line in found],
            "total": str(quotes.a_month(found)),
            "minute_price": str(bought.minute_price) if bought else None,
            **ledger.standing(account).as_json(),
        }
        return Response(content)
