"""Call history."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from telephony.models import CallRecord
from telephony.services.history import legs_of, steps_of
from telephony.tables import CallTable
from tenants.access import Right
from tenants.generic.pages import ListPage, ObjectPage


class History(ListPage):
    """All calls of the account."""

    title = _("Call history")
    right = Right.VIEW_CALLS
    table_class = CallTable
    search_fields = ("caller_number", "caller_name", "dialled", "answered_by")

    def get_queryset(self) -> QuerySet[Any]:
        return CallRecord.objects.filter(account=self.actor.account)


class CallPage(ObjectPage):
    """One call with its legs and its way through the callflows."""

    right = Right.VIEW_CALLS
    template_name = "telephony/call.html"

    def get_queryset(self) -> QuerySet[Any]:
        return CallRecord.objects.filter(account=self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        call = self.object
        fields = [
            (_("Started"), call.started_at),
            (_("From"), f"{call.caller_name} {call.caller_number}".strip()),
            (_("Dialled"), call.dialled),
            (_("Answered by"), call.answered_by or "—"),
            (_("Direction"), call.get_direction_display()),
            (_("Result"), call.get_result_display()),
            (_("Ring time"), _("%s s") % call.ring_seconds),
            (_("Talk time"), _("%s s") % call.talk_seconds),
        ]
        return super().get_context_data(
            fields=fields, legs=legs_of(call), steps=steps_of(call), **kwargs
        )
