"""Holiday calendars as files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from callflows.forms.holidays import HolidayFileForm
from callflows.models import TimeFrame
from callflows.services.time_frames import (
    Import,
    as_file,
    import_holidays,
    in_words,
)
from callflows.time_rules import TimeRule
from tenants.access import Right
from tenants.generic.pages import ObjectPage


def calendars() -> QuerySet[TimeFrame]:
    """All holiday calendars of the account; they are everybody's."""
    return TimeFrame.objects.shared().filter(kind=TimeFrame.Kind.HOLIDAYS)


class HolidayExport(ObjectPage):
    """A calendar as iCalendar, or as CSV (`?as=csv`)."""

    right = Right.MEMBER
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> QuerySet[Any]:
        return calendars()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        calendar = self.get_object()
        kind = "csv" if request.GET.get("as") == "csv" else "ics"
        name = slugify(calendar.name) or "holidays"
        text = as_file(calendar, kind)
        types = {"csv": "text/csv", "ics": "text/calendar"}
        answer = HttpResponse(text, content_type=f"{types[kind]}; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
        return answer


class HolidayImport(ObjectPage):
    """Reads a file, shows what it would change, and takes it in when that is confirmed."""

    right = Right.MANAGE
    template_name = "callflows/holiday_import.html"

    def get_queryset(self) -> QuerySet[Any]:
        return calendars()

    def get_page_title(self) -> str:
        return _("Import into “%(name)s”") % {"name": self.object}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = HolidayFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        try:
            result = self._import(form, dry_run="confirm" not in request.POST)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._show(form)
        if result.faults or "confirm" not in request.POST:
            return self._preview(form, result)
        added = {"n": len(result.added), "name": self.object.name}
        messages.success(request, _("%(n)s holidays are new in “%(name)s”.") % added)
        return redirect(self.url("time-frame", pk=self.object.pk))

    def _import(self, form: HolidayFileForm, dry_run: bool) -> Import:
        data = form.cleaned_data
        return import_holidays(
            self.object,
            data["text"],
            self.actor.account.timezone,
            replace=data["replace"],
            dry_run=dry_run,
        )

    def _preview(self, form: HolidayFileForm, result: Import) -> HttpResponse:
        data = form.cleaned_data
        initial = {"text": data["text"], "replace": data["replace"]}
        hidden = HolidayFileForm(initial=initial)
        for name in ("text", "replace"):
            hidden.fields[name].widget = forms.HiddenInput()
        lists = [
            (_("New"), _rows(result.added)),
            (_("There already"), _rows(result.known)),
            (_("Would be removed"), _rows(result.removed)),
        ]
        return self._show(HolidayFileForm(), result=result, lists=lists, hidden=hidden)

    def _show(self, form: HolidayFileForm, **context: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form, **context))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", HolidayFileForm())
        return super().get_context_data(
            cancel_url=self.url("time-frame", pk=self.object.pk), **kwargs
        )


def _rows(rules: tuple[TimeRule, ...]) -> list[tuple[str, str]]:
    return [(rule.name, in_words(rule)) for rule in rules]
