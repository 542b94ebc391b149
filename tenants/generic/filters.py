"""What narrows a list: fields beside its search, and parameters of REST, alike.

A filter is a form without required fields. What can't be understood is told by field
and leaves nothing, so that nobody takes an unfiltered list for a filtered one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from tenants import preferences
from tenants.actor import required

Choices = Iterable[tuple[Any, Any]]


class Filter(forms.Form):
    """Subclasses name their fields and how each of them narrows rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that the filter leaves; none when it can't be understood."""
        if not self.is_valid():
            return rows.none()
        for name, value in self.cleaned_data.items():
            if value not in (None, ""):
                rows = self.by(name, value, rows)
        return rows

    def faults(self) -> list[tuple[Any, Any]]:
        """Label and messages of each field that can't be understood."""
        fields = self.fields
        return [
            (fields[name].label or name, text) for name, text in self.errors.items()
        ]

    def by(self, name: str, value: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that one field leaves; by default those that have its value."""
        return rows.filter(**{name: value})


class MomentField(forms.Field):
    """A day (`2026-11-25`) or a moment (ISO 8601); without a zone as the list shows it.

    That is the person's clock on a page and the account's in REST. With `end` a day
    counts to its end.
    """

    widget = forms.DateInput(attrs={"type": "date"})

    def __init__(self, *, end: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.end = end

    def to_python(self, value: Any) -> datetime | None:
        text = str(value or "").strip()
        if not text:
            return None
        seen = preferences.current()
        zone = ZoneInfo(seen["timezone"] if seen else required().account.timezone)
        try:
            if day := parse_date(text):
                start = day + timedelta(days=1) if self.end else day
                return datetime.combine(start, time(), zone)
            # A plus sign is a blank in an address.
            moment = parse_datetime(text.replace(" ", "+"))
        except (ValueError, OverflowError):
            moment = None
        if moment is None:
            message = _("Write a day (2026-11-25) or a moment (2026-11-25T09:00Z).")
            raise forms.ValidationError(message, code="invalid")
        return moment if moment.tzinfo else moment.replace(tzinfo=zone)


class BetweenFilter(Filter):
    """A filter that also has a time: the fields `from` and `to`, last of all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # `from` is a word of Python.
        self.fields["from"] = MomentField(label=_("From"), required=False)
        self.fields["to"] = MomentField(label=_("To"), required=False, end=True)


class OfferedField(forms.ChoiceField):
    """One of `choices`, of which a page offers only what `offered()` says.

    That is asked for when the field is drawn: REST draws none.
    """

    def __init__(
        self, *, choices: Any, offered: Callable[[], Choices], **kwargs: Any
    ) -> None:
        super().__init__(choices=choices, **kwargs)
        self.widget.choices = offered
