"""Forms of fax boxes."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from extensions.models import FaxBox


class FaxBoxForm(forms.ModelForm[FaxBox]):
    """A fax box, and who gets what arrives there."""

    class Meta:
        model = FaxBox
        fields: ClassVar = ["name", "owner", "station", "t38", "emails", "keep_days"]
