"""Forms of accounts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonForm(forms.Form):
    """Why somebody steps into an account; its people can read it."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
