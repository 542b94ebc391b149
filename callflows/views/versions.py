"""Pages of a callflow's versions: one as an outline, two compared."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from callflows.models import Callflow
from callflows.services import comparing, publishing
from callflows.services.outline import outline
from tenants.access import Right
from tenants.generic.pages import ObjectPage

SHOWN = 200


class VersionPage(ObjectPage):
    """What a call met on a version, with what would be wrong with it today."""

    model = Callflow
    template_name = "callflows/version.html"

    def get_page_title(self) -> str:
        return _("%(name)s, version %(number)s") % {
            "name": self.object,
            "number": self.kwargs["number"],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flow = self.object
        number = kwargs["number"]
        version = get_object_or_404(
            flow.versions.select_related("author"), number=number
        )
        checked = publishing.check_document(version.document, flow.pk)
        may = self.actor.may(Right.MANAGE)
        return super().get_context_data(
            version=version,
            outline=outline(checked),
            findings=checked.findings,
            is_live=version.pk == flow.live_id,
            back_url=self.url("callflow", pk=flow.pk),
            compare_url=self.url("callflow-compare", pk=flow.pk),
            previous=number - 1,
            outline_url=f"{self.url('callflow-outline', pk=flow.pk)}?version={number}",
            restore_url=(
                self.url("callflow-restore", pk=flow.pk, number=number) if may else ""
            ),
            **kwargs,
        )


class ComparePage(ObjectPage):
    """What differs between two versions, `?from=` and `?to=`, or the draft."""

    template_name = "callflows/compare.html"

    def get_queryset(self) -> Any:
        return Callflow.objects.select_related("live")

    def get_page_title(self) -> str:
        return _("Compare versions of %s") % str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flow = self.object
        numbers = [str(n) for n in flow.versions.values_list("number", flat=True)]
        asked = self.request.GET
        old = asked.get("from") or ("live" if flow.live else "draft")
        new = asked.get("to") or "draft"
        changes = comparing.compare(
            comparing.document_of(flow, old), comparing.document_of(flow, new)
        )
        choices = [("draft", _("Draft"))]
        if flow.live:
            choices.append(("live", _("Live (v%s)") % flow.live.number))
        choices += [(number, f"v{number}") for number in numbers[:SHOWN]]
        return super().get_context_data(
            changes=changes,
            choices=choices,
            old=old,
            new=new,
            picture_url=self._picture(flow, old, new),
            back_url=self.url("callflow", pk=flow.pk),
            **kwargs,
        )

    def _picture(self, flow: Callflow, old: str, new: str) -> str:
        """Where the editor draws the same, for those who may edit; from a version only."""
        number = str(flow.live.number) if flow.live else ""
        old, new = (number if name == "live" else name for name in (old, new))
        if not (old.isdecimal() and new and self.actor.may(Right.MANAGE)):
            return ""
        asked = urlencode({"from": old, "to": new})
        return f"{self.url('callflow-editor', pk=flow.pk)}?{asked}"
