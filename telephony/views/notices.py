"""What somebody outside was told about calls."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from telephony.models import CallNotice
from telephony.tables import NoticeTable
from tenants.access import Right
from tenants.generic.pages import ListPage


class Notices(ListPage):
    """All notices of the account, and what became of them."""

    title = _("Notices")
    right = Right.VIEW_LOGS
    table_class = NoticeTable
    search_fields = ("caller_number", "outcome")

    def get_queryset(self) -> QuerySet[Any]:
        return CallNotice.objects.filter(account=self.actor.account)
