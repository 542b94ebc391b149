"""Rights that are granted to accounts below."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.access import Right


class RightsForm(forms.Form):
    """What the people of an account below may do besides."""

    rights = forms.MultipleChoiceField(
        label=_("Office managers may"),
        required=False,
        choices=[
            (
                Right.MANAGE_ATTENDANTS.value,
                _("Delete auto attendants and change their extensions"),
            )
        ],
        widget=forms.CheckboxSelectMultiple,
    )
