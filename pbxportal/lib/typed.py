"""What people type into a form: as a browser sends it, and in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.formats import localize
from django.utils.translation import gettext as _

# By name, as often as it was sent.
Typed = Mapping[str, list[str]]


def unchanged(form: forms.BaseForm) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody has touched."""
    sent = {}
    for bound in form:
        values = (
            [] if bound.field.disabled else _sent(bound.field.widget, bound.value())
        )
        if values:
            sent[bound.html_name] = values
    return sent


def _sent(widget: forms.Widget, value: Any) -> list[str]:
    if isinstance(widget, forms.MultiWidget):
        raise TypeError(f"{type(widget).__name__} is not sent as one text")
    if isinstance(widget, forms.FileInput):
        return []
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    shown = widget.format_value(value)
    if shown is None:
        return []
    return [str(each) for each in shown] if isinstance(shown, list) else [str(shown)]


def sent(form: forms.BaseForm, names: Iterable[str]) -> dict[str, list[str]]:
    """What was sent of these fields of a bound form; [] for one that was left out."""
    data: Any = form.data
    return {form[name].html_name: data.getlist(form[name].html_name) for name in names}


def sent_files(form: forms.BaseForm) -> dict[str, UploadedFile]:
    """The files that were sent with a bound form, by the name of their field."""
    files: Any = form.files
    names = [form.add_prefix(name) for name in form.fields]
    return {name: files[name] for name in names if name in files}


def sent_again(before: Typed, changes: Typed) -> QueryDict:
    """What a browser sends after the same changes to a form that holds `before`."""
    data = QueryDict(mutable=True)
    for name, values in {**before, **changes}.items():
        if values:
            data.setlist(name, list(values))
    return data


def in_words(field: forms.Field, value: Any) -> str:
    """A field's cleaned value for people to read; "" for nothing."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None:
        return ""
    if isinstance(value, date | time):
        return localize(value)
    values = value if isinstance(value, list | tuple | set | QuerySet) else [value]
    return ", ".join(_labels(field, values))


def _labels(field: forms.Field, values: Iterable[Any]) -> Iterable[str]:
    known = {}
    if isinstance(field, forms.ChoiceField) and not hasattr(field, "queryset"):
        choices: Any = field.choices
        known = {str(key): str(label) for key, label in choices}
    return [known.get(str(value), str(value)) for value in values if value != ""]


def for_form(error: ValidationError, form: forms.BaseForm) -> ValidationError:
    """The same, with what none of the form's fields shows at its head."""
    if not hasattr(error, "error_dict"):
        return error
    told: dict[str, list[str]] = {}
    for name, messages in error.message_dict.items():
        told.setdefault(name if name in form.fields else NON_FIELD_ERRORS, []).extend(
            messages
        )
    return ValidationError(told)


def refused(form: forms.BaseForm) -> ValidationError:
    """What is wrong with a form, each message after its field's label."""
    faults = []
    for name, messages in form.errors.items():
        label = form.fields[name].label or name if name in form.fields else ""
        faults += [f"{label}: {text}" if label else str(text) for text in messages]
    return ValidationError(faults)
