"""Pages of callflows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callflows.forms import CallflowForm, NewCallflowForm
from callflows.models import Callflow, CallflowVersion, ScheduledPublication
from callflows.models.schedule import OPEN
from callflows.services import comparing, drafts, problems, publishing
from callflows.services.outline import outline
from callflows.tables import CallflowTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class CallflowList(ListPage):
    """All callflows of the account."""

    title = gettext_lazy("Callflows")
    template_name = "callflows/list.html"
    table_class = CallflowTable
    search_fields = ("name", "numbers__number")
    add_route = "callflow-new"

    def get_queryset(self) -> QuerySet[Any]:
        rows = Callflow.objects.select_related("live").prefetch_related("numbers")
        return problems.with_failing(rows)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"red": problems.red_by_callflow()}

    def get_rows(self) -> QuerySet[Any]:
        # Each once, however many of its numbers are found. (Not `distinct()`:
        # PostgreSQL can't compare documents.)
        return self.get_queryset().filter(pk__in=super().get_rows().values("pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.actor.may(Right.MANAGE)
        import_url = self.url("callflow-import") if may else ""
        return super().get_context_data(import_url=import_url, **kwargs)


class CallflowPage(ObjectPage):
    """A callflow as an outline, its versions, and what was published where and when."""

    template_name = "callflows/detail.html"
    kind = "callflow"

    def get_queryset(self) -> QuerySet[Any]:
        return Callflow.objects.select_related("live").prefetch_related("numbers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        flow = self.object
        may = self.actor.may(Right.MANAGE)
        checked = publishing.check(flow)
        numbers = ", ".join(entry.number for entry in flow.numbers.all())
        return super().get_context_data(
            fields=[(_("Numbers"), numbers or "—")],
            outline=outline(checked),
            findings=checked.findings,
            can_publish=not checked.red,
            dirty=flow.live is None or flow.live.document != flow.draft,
            versions=self._versions(may),
            # The publications' own page fills this part in, and follows what goes on.
            publishing=True,
            publications_url=self.url("publications", pk=flow.pk),
            reach_url=self.url("callflow-reach", pk=flow.pk),
            what_if_url=self.url("callflow-what-if", pk=flow.pk),
            outline_url=self.url("callflow-outline", pk=flow.pk),
            failing=flow.scenarios.filter(passed=False),
            publish_url=self.url("callflow-publish", pk=flow.pk) if may else "",
            compare_url=self.url("callflow-compare", pk=flow.pk),
            schedule_url=self.url("callflow-schedule", pk=flow.pk) if may else "",
            schedules=self._schedules(),
            edit_url=self.url("callflow-editor", pk=flow.pk) if may else "",
            document_url=self.url("callflow-edit", pk=flow.pk) if may else "",
            export_url=self.url("callflow-export", pk=flow.pk),
            delete_url=self.url("callflow-delete", pk=flow.pk) if may else "",
            **kwargs,
        )

    def _versions(self, may_restore: bool) -> list[CallflowVersion]:
        versions = list(self.object.versions.select_related("author")[:50])
        for version in versions:
            version.is_live = version.pk == self.object.live_id
            version.url = self.url(
                "callflow-version", pk=self.object.pk, number=version.number
            )
            version.restore_url = (
                self.url("callflow-restore", pk=self.object.pk, number=version.number)
                if may_restore
                else ""
            )
        return versions

    def _schedules(self) -> list[ScheduledPublication]:
        rows = list(self.object.schedules.filter(state__in=OPEN).defer("document"))
        for row in rows:
            row.url = self.url("scheduled-publication", pk=row.pk)
        return rows


class CallflowRestore(ObjectPage):
    """Puts a version's document into the draft; publishing it is another step."""

    model = Callflow
    right = Right.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        version = get_object_or_404(self.object.versions, number=kwargs["number"])
        drafts.save_draft(self.object, version.document, self.object.revision)
        messages.success(request, _("Version %s is the draft now.") % version.number)
        return redirect(self.url("callflow", pk=self.object.pk))


class CallflowEdit(EditPage):
    """Name, numbers and the document itself."""

    model = Callflow
    form_class: type[NewCallflowForm] = CallflowForm
    list_route = "callflows"

    def save(self, form: CallflowForm) -> Callflow:
        names = ("name", "numbers", "draft", "revision")
        try:
            return drafts.change_callflow(
                form.instance, **{name: form.cleaned_data[name] for name in names}
            )
        except drafts.StaleDraft as error:
            raise ValidationError([*error.messages, *_since(error)]) from error

    def get_success_url(self) -> str:
        return self.url("callflow", pk=self.object.pk)


class CallflowNew(CallflowEdit):
    """A new callflow, empty; then the editor."""

    form_class = NewCallflowForm
    new_title = gettext_lazy("New callflow")

    def save(self, form: NewCallflowForm) -> Callflow:
        data = form.cleaned_data
        return drafts.create_callflow(data["name"], {}, data["numbers"])

    def get_success_url(self) -> str:
        return self.url("callflow-editor", pk=self.object.pk)


class CallflowPublish(ObjectPage):
    """Makes the draft live."""

    model = Callflow
    right = Right.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        try:
            version = publishing.publish(
                self.object,
                request.POST.get("note", "")[:200],
                _number(request.POST.get("revision", "")),
            )
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
        else:
            messages.success(request, _("Version %s is on its way.") % version.number)
        return redirect(self.url("callflow", pk=self.object.pk))


class CallflowDelete(DeletePage):
    """Deletes a callflow that nothing leads to."""

    model = Callflow
    kind = "callflow"
    list_route = "callflows"

    def remove(self) -> None:
        drafts.delete_callflow(self.object)


def _since(error: drafts.StaleDraft) -> list[str]:
    """What others have changed since the draft was read, one sentence each."""
    if error.base is None:
        return []
    changes = comparing.compare(error.base, error.stored.draft)
    return [change.text for change in changes]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
