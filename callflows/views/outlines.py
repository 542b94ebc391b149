"""A callflow in sentences, on a page that can be read aloud and printed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from callflows.models import Callflow
from callflows.services.sentences import sentences
from callflows.views.versions import SHOWN
from tenants.access import Right
from tenants.generic.pages import ObjectPage


class OutlinePage(ObjectPage):
    """What a call meets, in words; `?version=`: a number, `live` or `draft`."""

    template_name = "callflows/sentences.html"

    def get_queryset(self) -> QuerySet[Any]:
        return Callflow.objects.select_related("live").prefetch_related("numbers")

    def get_page_title(self) -> str:
        return str(_("%s in words") % self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flow = self.object
        asked = self.request.GET.get("version") or ("live" if flow.live else "draft")
        may = self.actor.may(Right.MANAGE)
        return super().get_context_data(
            sentences=sentences(flow, asked),
            choices=self._choices(),
            version=asked,
            numbers=[entry.number for entry in flow.numbers.all()],
            callflow_url=self.url("callflow", pk=flow.pk),
            edit_url=self.url("callflow-editor", pk=flow.pk) if may else "",
            **kwargs,
        )

    def _choices(self) -> list[tuple[str, str]]:
        flow = self.object
        choices = [("draft", str(_("Draft")))]
        if flow.live:
            choices.append(("live", str(_("Live (v%s)") % flow.live.number)))
        numbers = flow.versions.values_list("number", flat=True)[:SHOWN]
        return [*choices, *((str(number), f"v{number}") for number in numbers)]
