"""Call history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.services.outline import anchor
from extensions.models import Blacklist
from extensions.services.blacklists import can_be_listed
from telephony.models import CallRecord, Recording
from telephony.models.record import Direction
from telephony.services.history import legs_of
from telephony.services.recordings import of_call
from telephony.services.trace import TraceStep, trace
from telephony.tables import CallTable
from tenants.access import Right
from tenants.generic.pages import ListPage, ObjectPage
from tenants.shown_numbers import shown


class History(ListPage):
    """All calls of the account."""

    title = gettext_lazy("Call history")
    right = Right.VIEW_CALLS
    table_class = CallTable
    search_fields = ("caller_number", "caller_name", "dialled", "answered_by")

    def get_queryset(self) -> QuerySet[Any]:
        return CallRecord.objects.filter(account=self.actor.account)


class CallPage(ObjectPage):
    """One call with its legs and recordings."""

    right = Right.VIEW_CALLS
    template_name = "telephony/call.html"

    def get_queryset(self) -> QuerySet[Any]:
        return CallRecord.objects.filter(account=self.actor.account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        call = self.object
        fields = [
            (_("Started"), call.started_at),
            (_("From"), f"{call.caller_name} {shown(call.caller_number)}".strip()),
            (_("Dialled"), shown(call.dialled)),
            (_("Answered by"), call.answered_by or "—"),
            (_("Direction"), call.get_direction_display()),
            (_("Result"), call.get_result_display()),
            (_("Ring time"), _("%s s") % call.ring_seconds),
            (_("Talk time"), _("%s s") % call.talk_seconds),
            *self._trunks(),
        ]
        return super().get_context_data(
            fields=fields,
            legs=legs_of(call),
            trace_url=self.url("call-trace", pk=call.pk),
            block_url=self._block_url(),
            recordings=self._recordings(),
            **kwargs,
        )

    def _block_url(self) -> str:
        """Where the caller's number is put on a blacklist, for one from outside."""
        call: CallRecord = self.object
        from_outside = call.direction in (Direction.INBOUND, Direction.MISSED)
        if not (from_outside and self.actor.may(Right.MANAGE)):
            return ""
        if not can_be_listed(call.caller_number):
            return ""
        found = Blacklist.objects.first()
        page = self.url("blacklist-new")
        if found:
            page = self.url("blacklist-edit", pk=found.pk)
        return f"{page}?{urlencode({'number': call.caller_number})}"

    def _trunks(self) -> Iterator[tuple[str, str]]:
        """What is to be said where the account's trunks were all in use."""
        call: CallRecord = self.object
        if call.over_limit:
            yield _("Over the limit"), call.get_over_limit_display()
        if call.no_trunk:
            yield _("No free trunk"), call.get_no_trunk_display()

    def _recordings(self) -> list[tuple[Recording, str]]:
        """Recordings and their pages, for those who may hear them."""
        found = of_call(self.object) if self.actor.may(Right.LISTEN) else ()
        return [(row, self.url("recording", pk=row.pk)) for row in found]


class TracePage(ObjectPage):
    """The way of one call, module by module."""

    right = Right.VIEW_CALLS
    template_name = "telephony/trace.html"

    def get_queryset(self) -> QuerySet[Any]:
        return CallRecord.objects.filter(account=self.actor.account)

    def get_page_title(self) -> str:
        call = self.object
        who = call.caller_name or shown(call.caller_number) or _("Unknown caller")
        return _("Trace: %(who)s → %(number)s") % {
            "who": who,
            "number": shown(call.dialled),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = trace(self.actor.account, self.object)
        steps = [(step, self._flow_url(n, step)) for n, step in enumerate(found.steps)]
        return super().get_context_data(
            steps=steps,
            end=found.end,
            call_url=self.url("call", pk=self.object.pk),
            **kwargs,
        )

    def _flow_url(self, n: int, step: TraceStep) -> str:
        """Where the step's module is seen on the version that the call met."""
        place = step.place
        if place is None or place.read is None or not place.shown:
            return ""
        if self.actor.may(Right.MANAGE):
            asked = urlencode({"call": self.object.pk, "step": n})
            return f"{self.url('callflow-editor', pk=place.read.id)}?{asked}"
        if not self.actor.may(Right.VIEW):
            return ""
        number = place.read.number
        page = self.url("callflow-version", pk=place.read.id, number=number)
        return f"{page}#{anchor(place.path or ())}"
