"""Forms with rows that are added and taken away, such as the rules of a time frame.

Adding and taking away are buttons of the form itself: the page comes back with one row
more or less and everything else as it was typed, so it works by keyboard and without
scripts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tenants.generic.pages import EditPage

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """A kind of rows of a form: what one row asks for, and what people read."""

    form: type[forms.Form]
    title: Any
    add: Any
    help: Any = ""
    most: int = 100


@dataclass(frozen=True)
class Group:
    """The rows of one kind as the template shows them."""

    prefix: str
    about: Rows
    formset: Any


class RowsForm(forms.Form):
    """A form with rows; mix it in before ModelForm.

    `rows` are the kinds by their prefix. Unbound it shows `initial_rows()`, or the
    given rows; `row_data(prefix)` is what was entered once it is valid.
    """

    rows: ClassVar[Mapping[str, Rows]]

    def __init__(
        self, *args: Any, given: Mapping[str, list[Row]] | None = None, **kw: Any
    ):
        super().__init__(*args, **kw)
        shown = (
            {} if self.is_bound else (self.initial_rows() if given is None else given)
        )
        self.row_groups = [
            Group(prefix, about, self._formset(prefix, about, shown.get(prefix, [])))
            for prefix, about in self.rows.items()
        ]

    def initial_rows(self) -> Mapping[str, list[Row]]:
        """What the rows hold before anything is typed."""
        return {}

    def row_kwargs(self) -> dict[str, Any]:
        """What the form of a row needs besides."""
        return {}

    def _formset(self, prefix: str, about: Rows, shown: list[Row]) -> BaseFormSet[Any]:
        kind = formset_factory(
            about.form,
            extra=0,
            max_num=about.most,
            absolute_max=about.most + 1,
            validate_max=True,
        )
        data = self.data if self.is_bound else None
        # An empty row is looked at like any other.
        kwargs = {"empty_permitted": False, **self.row_kwargs()}
        return kind(data, initial=shown, prefix=prefix, form_kwargs=kwargs)

    def row_data(self, prefix: str) -> list[Row]:
        """What was entered, row by row."""
        group = next(group for group in self.row_groups if group.prefix == prefix)
        return [form.cleaned_data for form in group.formset.forms]

    def clean(self) -> dict[str, Any]:
        """All rows with the form; wrong ones are named at its head."""
        data = super().clean() or self.cleaned_data
        for group in self.row_groups:
            for number, form in enumerate(group.formset.forms, 1):
                self._tell(group, number, form)
            for message in group.formset.non_form_errors():
                self.add_error(None, message)
        return data

    def _tell(self, group: Group, number: int, form: forms.Form) -> None:
        for name, messages in form.errors.items():
            field = form.fields.get(name)
            label = f", {field.label}" if field else ""
            for message in messages:
                text = _("%(title)s %(number)s%(label)s: %(message)s")
                values = {"title": group.about.title, "number": number}
                values |= {"label": label, "message": message}
                self.add_error(None, text % values)


class RowsPage(EditPage):
    """A page with such a form. `rows=<prefix>:add` or `rows=<prefix>:<n>` are its buttons."""

    template_name = "generic/rows_edit.html"
    delayable = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pressed = request.POST.get("rows", "")
        if not pressed:
            return super().post(request, *args, **kwargs)
        self.object = self._find()
        form = self._changed(pressed)
        return self.render_to_response(self.get_context_data(form=form))

    def _changed(self, pressed: str) -> Any:
        """The form as it was typed, unjudged, with one row more or less."""
        kind = self.get_form_class()
        typed = kind(**self.get_form_kwargs())
        given = {group.prefix: _typed_rows(group) for group in typed.row_groups}
        prefix, _colon, what = pressed.partition(":")
        rows = given.get(prefix, [])
        if what == "add":
            rows.append({})
        elif what.isdecimal() and int(what) < len(rows):
            del rows[int(what)]
        kwargs = self.get_form_kwargs()
        for key in ("data", "files"):
            kwargs.pop(key, None)
        kwargs["initial"] = _typed(typed)
        form = kind(**kwargs, given=given)
        _focus(form, prefix)
        return form


def _typed_rows(group: Group) -> list[Row]:
    return [_typed(form) for form in group.formset.forms]


def _typed(form: Any) -> Row:
    """What stands in each field of a bound form, as it was sent."""
    return {
        name: field.widget.value_from_datadict(
            form.data, form.files, form.add_prefix(name)
        )
        for name, field in form.fields.items()
    }


def _focus(form: RowsForm, prefix: str) -> None:
    """Where typing goes on: in the last row of those that were changed."""
    group = next((g for g in form.row_groups if g.prefix == prefix), None)
    if group and group.formset.forms:
        first = next(iter(group.formset.forms[-1].fields.values()))
        first.widget.attrs["autofocus"] = True
