"""Rows of a form that are saved at a time to come: what was changed in them is kept, and
laid over the rows as they are by then.

A row is found again by what it `was`. One that was changed must be there still; one that
was taken away may be gone already; those that others add or change meanwhile stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pbxportal.lib import typed
from pbxportal.lib.typed import Typed
from tenants.generic import delayed
from tenants.generic.rows import WAS, Group, Row, RowsForm, is_added

# Of one kind, as JSON: `all` rows as they were typed, or what was `changed` (what the row
# was, its name in words, its fields), `taken` (what each was) and `added`.
Kept = dict[str, Any]


def kept(form: RowsForm, *, whole: bool) -> dict[str, Kept]:
    """What a bound form changes in its rows, by kind; `whole` for a new object."""
    found = [group for group in form.row_groups if whole or group.has_changed]
    names = {group.prefix for group in found}
    if names & form.together:
        names |= form.together
    return {
        group.prefix: {"all": [_sent(row, row.fields) for row in group.formset.forms]}
        if whole or group.prefix in form.together
        else _kept(form, group)
        for group in form.row_groups
        if group.prefix in names
    }


def _kept(form: RowsForm, group: Group) -> Kept:
    rows = list(enumerate(group.formset.forms, 1))
    return {
        "changed": [
            [row.initial[WAS], _name(form, group, number, row), _sent_changes(row)]
            for number, row in rows
            if not is_added(row) and row.has_changed()
        ],
        "taken": [row[WAS] for row in group.taken],
        "added": [_sent(row, row.fields) for _number, row in rows if is_added(row)],
    }


def _sent_changes(row: Any) -> dict[str, list[str]]:
    return _sent(row, row.changed_data)


def _sent(row: Any, names: Iterable[str]) -> dict[str, list[str]]:
    """By plain name: by then the row may have another number."""
    return {name: row.data.getlist(row.add_prefix(name)) for name in names}


def laid_over(now: RowsForm, changes: Mapping[str, Kept]) -> dict[str, list[str]]:
    """What a browser sends of all rows after the same changes to an unbound form.

    Raises ValidationError naming a row that was to be changed and is gone.
    """
    data: dict[str, list[str]] = {}
    for group in now.row_groups:
        shown: list[Typed] = [_shown(row) for row in group.formset.forms]
        rows = applied(shown, changes.get(group.prefix, {}))
        data[f"{group.prefix}-TOTAL_FORMS"] = [str(len(rows))]
        data[f"{group.prefix}-INITIAL_FORMS"] = ["0"]
        for number, row in enumerate(rows):
            for name, values in row.items():
                if values:
                    data[f"{group.prefix}-{number}-{name}"] = list(values)
    return data


def _shown(row: Any) -> dict[str, list[str]]:
    sent = typed.unchanged(row)
    names = {row.add_prefix(name): name for name in row.fields}
    return {names[name]: values for name, values in sent.items()}


def applied(rows: list[Typed], changes: Kept) -> list[Typed]:
    """The rows after what was kept is done to them."""
    if "all" in changes:
        return list(changes["all"])
    left = list(rows)
    for was in changes.get("taken", ()):
        if (found := _find(left, was)) is not None:
            del left[found]
    for was, name, fields in changes.get("changed", ()):
        found = _find(left, was)
        if found is None:
            text = _("%s, which was to be changed, is not there any more.")
            raise ValidationError(text % name, code="gone")
        # Not found a second time by the same name.
        left[found] = {**left[found], **fields, WAS: []}
    return [*left, *changes.get("added", ())]


def _find(rows: list[Typed], was: str) -> int | None:
    places = (n for n, row in enumerate(rows) if row.get(WAS) == [was])
    return next(places, None)


def told(form: RowsForm) -> list[tuple[str, str]]:
    """Each row that a bound, valid form changes, and how, in words."""
    return [pair for group in form.row_groups for pair in _told(form, group)]


def _told(form: RowsForm, group: Group) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(group.formset.forms, 1):
        if is_added(row):
            label = _("%s (new)") % _numbered(group, number)
            yield label, _joined(delayed.told(row, _filled(row)))
        elif row.has_changed():
            changes = delayed.told(row, row.changed_data)
            yield _name(form, group, number, row), _joined(changes)
    for stored in group.taken:
        yield f"{group.about.title} ({_short(form, group, stored)})", _("taken away")


def _name(form: RowsForm, group: Group, number: int, row: Any) -> str:
    """What people know a stored row by: its number on the page, and what it held."""
    return f"{_numbered(group, number)} ({_short(form, group, row.initial)})"


def _numbered(group: Group, number: int) -> str:
    return f"{group.about.title} {number}"


def _joined(told: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{label}: {value}" for label, value in told)


def _short(form: RowsForm, group: Group, stored: Row) -> str:
    """All that a stored row holds, without its labels."""
    row = _read(form, group.about.form, stored)
    return ", ".join(value for _label, value in delayed.told(row, _filled(row)))


def _filled(row: forms.Form) -> list[str]:
    return [name for name in row.fields if row.cleaned_data.get(name)]


def _read(form: RowsForm, kind: type[forms.Form], stored: Row) -> forms.Form:
    """A stored row as if it had just been typed."""
    shown = kind(initial=stored, **form.row_kwargs())
    row = kind(typed.sent_again(typed.unchanged(shown), {}), **form.row_kwargs())
    row.is_valid()
    return row
