"""Forms of time frames and holiday calendars: a row for each rule."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.models import TimeFrame
from callflows.time_rules import (
    MINUTES,
    WEEKDAYS,
    Day,
    TimeRule,
    read_rule,
    read_rules,
    write_rule,
)
from tenants.generic.rows import WAS, Row, Rows, RowsForm

# Which field of a row shows what is wrong with a key of the rule.
_FIELDS = {
    "name": "name",
    "weekdays": "weekdays",
    "start": "start",
    "end": "end",
    "from": "first",
    "from and to": "first",
    "year": "yearly",
    "to": "last",
}


def _date() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def _clock() -> forms.TimeInput:
    return forms.TimeInput({"type": "time"}, format="%H:%M")


class RangeForm(forms.Form):
    """From a day, perhaps a time of it, to another; of one year or of every one."""

    first = forms.DateField(label=_("From date"), required=False, widget=_date())
    first_time = forms.TimeField(label=_("From time"), required=False, widget=_clock())
    last = forms.DateField(
        label=_("To date"),
        required=False,
        widget=_date(),
        help_text=_("Empty for the same day."),
    )
    last_time = forms.TimeField(
        label=_("To time"),
        required=False,
        widget=_clock(),
        help_text=_("Empty for the end of the day."),
    )
    yearly = forms.BooleanField(label=_("Every year"), required=False)

    def clean(self) -> dict[str, Any]:
        """Adds `rule`, the JSON of what was entered."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                data["rule"] = write_rule(read_rule(self.as_rule(data)))
            except ValueError as error:
                key, _colon, why = str(error).partition(": ")
                field = _FIELDS.get(key, "")
                self.add_error(field if field in self.fields else None, why)
        return data

    def as_rule(self, data: Row) -> Row:
        """The rule's JSON, not looked at yet."""
        first, last = data["first"], data["last"] or data["first"]
        if not last and not data["first_time"] and not data["last_time"]:
            return {}
        if first is None:
            raise ValueError(f"from: {_('A date must be given.')}")
        return {
            "from": self._moment(first, data["first_time"]),
            "to": self._moment(last, data["last_time"]),
        }

    def _moment(self, day: date, clock: time | None) -> str:
        text = f"{day:%m-%d}" if self.cleaned_data["yearly"] else f"{day:%Y-%m-%d}"
        return f"{text} {clock:%H:%M}" if clock else text


class HolidayForm(RangeForm):
    """A day or more of a holiday calendar."""

    name = forms.CharField(label=_("Name"), max_length=80)
    field_order = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["first"].required = True

    def as_rule(self, data: Row) -> Row:
        """The name comes along."""
        return {"name": data["name"], **super().as_rule(data)}


class RuleForm(RangeForm):
    """Days of the week, hours, and perhaps a range of dates."""

    weekdays = forms.MultipleChoiceField(
        label=_("Days"),
        required=False,
        help_text=_("None for every day."),
        choices=list(
            zip(
                WEEKDAYS,
                (
                    _("Monday"),
                    _("Tuesday"),
                    _("Wednesday"),
                    _("Thursday"),
                    _("Friday"),
                    _("Saturday"),
                    _("Sunday"),
                ),
                strict=True,
            )
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    start = forms.TimeField(label=_("Begins at"), required=False, widget=_clock())
    end = forms.TimeField(
        label=_("Ends at"),
        required=False,
        widget=_clock(),
        help_text=_("Earlier than the beginning: on the next day."),
    )
    field_order = ("weekdays", "start", "end")

    def as_rule(self, data: Row) -> Row:
        """Days and hours come along."""
        rule = super().as_rule(data)
        if data["weekdays"]:
            rule["weekdays"] = data["weekdays"]
        if data["start"]:
            rule["start"] = f"{data['start']:%H:%M}"
        # Midnight, at which a day ends, is 24:00.
        if data["end"] and data["end"] != time(0):
            rule["end"] = f"{data['end']:%H:%M}"
        return rule


class TimeFrameForm(RowsForm, forms.ModelForm[TimeFrame]):
    """A name, fixed once it is given, and the rules."""

    kind: ClassVar[str] = TimeFrame.Kind.HOURS
    rows: ClassVar[Mapping[str, Rows]] = {
        "rules": Rows(
            RuleForm,
            _("Rule"),
            _("Add a rule"),
            _(
                "The time frame holds while any of its rules does. "
                "A rule without any limits holds always."
            ),
        )
    }

    class Meta:
        model = TimeFrame
        fields: ClassVar = ["name"]
        help_texts: ClassVar = {"name": _("It can't be changed later.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["name"].disabled = True

    def initial_rows(self) -> Mapping[str, list[Row]]:
        """The stored rules; a new frame begins with one."""
        if self.instance._state.adding:
            return {"rules": [{}]}
        return {"rules": [_row(rule) for rule in read_rules(self.instance.rules)]}

    def clean(self) -> dict[str, Any]:
        """Puts the rules into the frame."""
        data = super().clean()
        if not self.errors:
            self.instance.kind = self.kind
            self.instance.rules = [row["rule"] for row in self.row_data("rules")]
        return data


class HolidayCalendarForm(TimeFrameForm):
    """A name and the holidays."""

    kind = TimeFrame.Kind.HOLIDAYS
    rows: ClassVar[Mapping[str, Rows]] = {
        "rules": Rows(
            HolidayForm,
            _("Holiday"),
            _("Add a holiday"),
            _("Enter a holiday whose date moves once for each year."),
            most=500,
        )
    }


def _row(rule: TimeRule) -> Row:
    """What the form of a row shows of a rule; one that is changed is another one."""
    row: Row = {WAS: json.dumps(write_rule(rule)), "name": rule.name}
    if len(rule.weekdays) < len(WEEKDAYS):
        row["weekdays"] = [WEEKDAYS[day] for day in sorted(rule.weekdays)]
    if rule.minutes < MINUTES:
        row["start"], row["end"] = _time(rule.start), _time(rule.end % MINUTES)
    if rule.first and rule.last:
        row["first"], row["last"] = _in_a_year(rule.first), _in_a_year(rule.last)
        row["first_time"] = _time(rule.begin) if rule.begin else None
        row["last_time"] = _time(rule.until) if rule.until < MINUTES else None
        row["yearly"] = rule.first.year is None
    return row


def _time(minute: int) -> time:
    return time(*divmod(minute, 60))


def _in_a_year(day: Day) -> date:
    """The day; one of every year in the next year that has it."""
    year = day.year or date.today().year
    while day.year is None and (day.month, day.day) == (2, 29) and year % 4:
        year += 1
    return date(year, day.month, day.day)
