"""Pages of forms with rows.

Adding and taking away are buttons of the form itself: the page comes back with one row
more or less and everything else as it was typed, so it works by keyboard and without
scripts.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

from tenants.generic import kept_rows
from tenants.generic.pages import EditPage
from tenants.generic.rows import Group, Row, RowsForm


class RowsPage(EditPage):
    """A page with such a form. `rows=<prefix>:add` or `rows=<prefix>:<n>` are its buttons."""

    template_name = "generic/rows_edit.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        pressed = request.POST.get("rows", "")
        if not pressed:
            return super().post(request, *args, **kwargs)
        self.object = self._find()
        form = self._changed(pressed)
        return self.render_to_response(self.get_context_data(form=form))

    def kept(self, form: Any) -> Any:
        rows = kept_rows.kept(form, whole=self.object is None)
        return {"fields": super().kept(form), "rows": rows}

    def laid_over(self, now: Any, values: Any) -> QueryDict:
        data = super().laid_over(now, values.get("fields", {}))
        for name, sent in kept_rows.laid_over(now, values.get("rows", {})).items():
            data.setlist(name, sent)
        return data

    def told(self, form: Any) -> list[tuple[str, str]]:
        return [*super().told(form), *kept_rows.told(form)]

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
    """What stands in each field of a bound form, as it was sent; none is sent of those
    that can't be changed."""
    return {
        name: field.widget.value_from_datadict(
            form.data, form.files, form.add_prefix(name)
        )
        for name, field in form.fields.items()
        if not field.disabled
    }


def _focus(form: RowsForm, prefix: str) -> None:
    """Where typing goes on: in the last row of those that were changed."""
    group = next((g for g in form.row_groups if g.prefix == prefix), None)
    if group and group.formset.forms:
        first = next(iter(group.formset.forms[-1].fields.values()))
        first.widget.attrs["autofocus"] = True
