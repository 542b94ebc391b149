"""The form of a publication at a time to come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.models import Callflow
from tenants.generic.moments import Moment


class ScheduleForm(forms.Form):
    """What goes live, when, and until when; times on the account's clock."""

    version = forms.TypedChoiceField(
        label=_("What"), coerce=int, empty_value=None, required=False
    )
    at = forms.DateTimeField(label=_("Goes live"), widget=Moment)
    back_at = forms.DateTimeField(
        label=_("Returns"),
        widget=Moment,
        required=False,
        help_text=_("What is live until then comes back. Empty: it stays."),
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False)

    def __init__(self, flow: Callflow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = flow.versions.values_list("number", "note")[:50]
        field: Any = self.fields["version"]
        field.choices = [
            ("", _("The draft as it is now")),
            *((n, f"v{n} {note}".strip()) for n, note in versions),
        ]
