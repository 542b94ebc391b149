"""Forms with rows that are added and taken away, such as the rules of a time frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext as _

Row = dict[str, Any]
# The hidden field by which a row says which of the stored ones it was.
WAS = "was"


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
    """The rows of one kind: as the template shows them, or as they were typed.

    The `initial` of a typed row is the stored one that it was; one that was added has
    none. `taken` are the stored ones that were taken away.
    """

    prefix: str
    about: Rows
    formset: Any
    taken: list[Row]

    @property
    def has_changed(self) -> bool:
        """Whether it differs from what is stored."""
        forms = self.formset.forms
        return bool(self.taken) or any(map(is_added, forms)) or _differ(forms)


def is_added(row: forms.BaseForm) -> bool:
    """Whether a typed row is none of the stored ones."""
    return WAS not in row.initial


def _differ(rows: list[forms.Form]) -> bool:
    return any(row.has_changed() for row in rows)


class _Rows(BaseFormSet[Any]):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[WAS] = forms.CharField(required=False, widget=forms.HiddenInput)


class RowsForm(forms.Form):
    """A form with rows; mix it in before ModelForm.

    `rows` are the kinds by their prefix. Unbound it shows `initial_rows()`, or the
    given rows; `row_data(prefix)` is what was entered once it is valid.
    """

    rows: ClassVar[Mapping[str, Rows]]
    # Kinds whose rows mean each other: saved later, they become what was typed as a whole.
    together: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, *args: Any, given: Mapping[str, list[Row]] | None = None, **kw: Any
    ):
        super().__init__(*args, **kw)
        # Read before what is typed gets into the object.
        stored = self.initial_rows()
        shown = stored if given is None else given
        self.row_groups = [
            self._bound(prefix, about, stored.get(prefix, []))
            if self.is_bound
            else self._shown(prefix, about, shown.get(prefix, []))
            for prefix, about in self.rows.items()
        ]

    def initial_rows(self) -> Mapping[str, list[Row]]:
        """What the rows hold before anything is typed.

        Stored ones are told from each other by `was`, which is the same as long as it is
        the same row for people, however often it is stored.
        """
        return {}

    def row_kwargs(self) -> dict[str, Any]:
        """What the form of a row needs besides."""
        return {}

    def _shown(self, prefix: str, about: Rows, shown: list[Row]) -> Group:
        return Group(prefix, about, self._formset(prefix, about, shown), [])

    def _bound(self, prefix: str, about: Rows, stored: list[Row]) -> Group:
        formset, left = self._formset(prefix, about, []), list(stored)
        for row in formset.forms:
            was = row.data.get(row.add_prefix(WAS))
            found = next((each for each in left if was and each.get(WAS) == was), None)
            if found is not None:
                left.remove(found)
                row.initial = found
        return Group(prefix, about, formset, [each for each in left if WAS in each])

    def _formset(self, prefix: str, about: Rows, shown: list[Row]) -> BaseFormSet[Any]:
        kind = formset_factory(
            about.form,
            formset=_Rows,
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
        return [
            {name: value for name, value in form.cleaned_data.items() if name != WAS}
            for form in group.formset.forms
        ]

    def has_changed(self) -> bool:
        """Whether a field or a row differs from what is stored."""
        return super().has_changed() or any(g.has_changed for g in self.row_groups)

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
