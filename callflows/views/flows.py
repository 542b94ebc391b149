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

from callflows.forms import CallflowForm
from callflows.models import Callflow, CallflowVersion
from callflows.services import drafts, publishing
from callflows.services.outline import outline
from callflows.tables import CallflowTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class CallflowList(ListPage):
    """All callflows of the account."""

    title = gettext_lazy("Callflows")
    table_class = CallflowTable
    search_fields = ("name", "numbers__number")
    add_route = "callflow-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Callflow.objects.select_related("live").prefetch_related("numbers")

    def get_rows(self) -> QuerySet[Any]:
        # Each once, however many of its numbers are found. (Not `distinct()`:
        # PostgreSQL can't compare documents.)
        return self.get_queryset().filter(pk__in=super().get_rows().values("pk"))


class CallflowPage(ObjectPage):
    """A callflow as an outline, its versions, and what was published where and when."""

    template_name = "callflows/detail.html"

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
            publish_url=self.url("callflow-publish", pk=flow.pk) if may else "",
            edit_url=self.url("callflow-edit", pk=flow.pk) if may else "",
            delete_url=self.url("callflow-delete", pk=flow.pk) if may else "",
            **kwargs,
        )

    def _versions(self, may_restore: bool) -> list[CallflowVersion]:
        versions = list(self.object.versions.select_related("author")[:50])
        for version in versions:
            version.is_live = version.pk == self.object.live_id
            version.restore_url = (
                self.url("callflow-restore", pk=self.object.pk, number=version.number)
                if may_restore
                else ""
            )
        return versions


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
    form_class = CallflowForm
    list_route = "callflows"

    def save(self, form: CallflowForm) -> Callflow:
        return drafts.change_callflow(
            form.instance,
            name=form.cleaned_data["name"],
            numbers=form.cleaned_data["numbers"],
            draft=form.cleaned_data["draft"],
            revision=form.cleaned_data["revision"],
        )

    def get_success_url(self) -> str:
        return self.url("callflow", pk=self.object.pk)


class CallflowNew(CallflowEdit):
    """A new callflow."""

    new_title = gettext_lazy("New callflow")

    def save(self, form: CallflowForm) -> Callflow:
        data = form.cleaned_data
        return drafts.create_callflow(data["name"], data["draft"], data["numbers"])


class CallflowPublish(ObjectPage):
    """Makes the draft live."""

    model = Callflow
    right = Right.MANAGE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        try:
            version = publishing.publish(
                self.object, request.POST.get("note", "")[:200]
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
