"""The form that replaces a system prompt."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.forms import SOUND_HELP, sound_input
from callflows.models import Media


class PromptForm(forms.Form):
    """One of the account's sounds, or a new one."""

    chosen = forms.ModelChoiceField(
        Media.objects.none(), label=_("One of your sounds"), required=False
    )
    sound = forms.FileField(
        label=_("Or a new sound file"),
        required=False,
        widget=sound_input(),
        help_text=SOUND_HELP,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = Media.objects.all()  # type: ignore[attr-defined]
