"""A file with a callflow, uploaded or pasted, and answers to what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.forms.text_file import TextFileForm
from callflows.kazoo.reading import LARGEST

# Before the names of fields that say which object is meant.
SAID = "object:"


class CallflowFileForm(TextFileForm):
    """The file, and what the callflow is to be called."""

    largest = LARGEST
    missing = _("Choose a file, or paste its text.")

    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput({"accept": ".json,application/json"}),
        help_text=_(
            "A callflow as Kazoo's API hands it out, or one that was exported here; up "
            "to 1 MB."
        ),
    )
    text = forms.CharField(
        label=_("Or its text"),
        required=False,
        max_length=LARGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=120,
        help_text=_("Empty: as it is called in the file."),
    )


def said_in(sent: Mapping[str, str]) -> dict[str, str]:
    """Which objects are meant, by id there, of what a page has sent."""
    return {
        name.removeprefix(SAID): str(value)[:200]
        for name, value in sent.items()
        if name.startswith(SAID) and value
    }
