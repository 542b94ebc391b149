"""Pages of callflows as files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.forms.exchange import SAID, CallflowFileForm, said_in
from callflows.kazoo.names import Candidate
from callflows.models import Callflow
from callflows.services.exchange import (
    FORMATS,
    Asked,
    Imported,
    candidates,
    export_callflow,
    import_callflow,
)
from tenants.access import Right
from tenants.generic.pages import AccountPage, ObjectPage

# More are found by typing their name or number all the same.
MOST_SUGGESTIONS = 200


class CallflowImport(AccountPage):
    """Reads a file, tells row by row what would become of it, and makes the draft."""

    right = Right.MANAGE
    template_name = "callflows/import.html"
    title = gettext_lazy("Import a callflow")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A dry run, unless it is confirmed."""
        form = CallflowFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        data = form.cleaned_data
        asked = Asked(data["text"], data["name"], said_in(request.POST))
        try:
            result = import_callflow(asked, dry_run="confirm" not in request.POST)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._show(form)
        if result.flow is None:
            return self._preview(asked, result)
        messages.success(request, _("“%s” is imported as a draft.") % result.flow)
        return redirect(self.url("callflow-editor", pk=result.flow.pk))

    def _preview(self, asked: Asked, result: Imported) -> HttpResponse:
        counts = result.report.counts()
        red = [finding for finding in result.findings if finding.level == "red"]
        return self._show(
            CallflowFileForm(),
            result=result,
            counts=[(row.label, counts[row.state]) for row in _first(result)],
            hidden={"text": asked.text, "name": asked.name},
            missing=self._missing(asked, result),
            red=len(red),
        )

    def _missing(self, asked: Asked, result: Imported) -> list[dict[str, Any]]:
        """A question for each object that is not known here, or was said."""
        known = candidates()
        return [
            {
                "field": f"{SAID}{target.foreign}",
                "kind": target.kind.replace("_", " "),
                "name": target.name or target.foreign,
                "said": asked.said.get(target.foreign, ""),
                "found": target.id is not None,
                "suggestions": [
                    _suggestion(candidate)
                    for candidate in known.get(target.kind, [])[:MOST_SUGGESTIONS]
                ],
            }
            for target in result.report.targets
            if target.id is None or target.foreign in asked.said
        ]

    def _show(self, form: CallflowFileForm, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **context))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", CallflowFileForm())
        return super().get_context_data(
            breadcrumbs=[
                (Callflow._meta.verbose_name_plural, self.url("callflows")),
            ],
            cancel_url=self.url("callflows"),
            **kwargs,
        )


def _first(result: Imported) -> list[Any]:
    """One row of each state that there is, in the order in which they come."""
    return list({row.state: row for row in result.report.rows}.values())


def _suggestion(candidate: Candidate) -> tuple[str, str]:
    label = f"{candidate.number} {candidate.name}".strip()
    return candidate.number or candidate.name, label


class CallflowExport(ObjectPage):
    """A callflow as a file: `?format=kazoo`, or our own form."""

    model = Callflow
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        flow = self.get_object()
        format = request.GET.get("format", "pbxportal")
        if format not in FORMATS:
            raise Http404
        text = export_callflow(flow, format, request.GET.get("version", "draft"))
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
        suffix = "kazoo.json" if format == "kazoo" else "json"
        name = f"{slugify(flow.name) or 'callflow'}.{suffix}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
