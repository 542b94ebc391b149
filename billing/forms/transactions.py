"""What narrows the list of transactions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from billing.models import EntryKind
from tenants.generic.filters import BetweenFilter


class TransactionFilter(BetweenFilter):
    """When what was booked."""

    kind = forms.ChoiceField(
        label=_("What"), choices=[("", _("Anything")), *EntryKind.choices]
    )

    def by(self, name: str, value: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        asked = {"from": {"at__gte": value}, "to": {"at__lt": value}}
        return rows.filter(**asked.get(name, {name: value}))
