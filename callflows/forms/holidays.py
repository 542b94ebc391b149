"""A file of holidays, uploaded or already read."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.forms.text_file import TextFileForm
from callflows.services.time_frames import LARGEST_FILE


class HolidayFileForm(TextFileForm):
    """The file, or its text once it has been looked at."""

    largest = LARGEST_FILE

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput({"accept": ".ics,.csv,text/calendar,text/csv"}),
        help_text=_(
            "iCalendar (.ics), or CSV with the columns name, from, to: "
            "12-25 for every year, 2026-12-25 for one, 2026-12-24 12:00 with a time."
        ),
    )
    replace = forms.BooleanField(
        label=_("Replace what is in the calendar"), required=False
    )
    text = forms.CharField(
        required=False, widget=forms.HiddenInput, max_length=LARGEST_FILE, strip=False
    )
