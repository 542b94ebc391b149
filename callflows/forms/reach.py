"""What is asked about calls that reach nobody."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.reach import Assumption


class ReachForm(forms.Form):
    """What telephones do, and what the caller presses."""

    assume = forms.ChoiceField(
        label=_("Suppose that"),
        choices=[
            (Assumption.EVERYONE, _("everybody answers, agents are free")),
            (Assumption.NOBODY, _("no telephone is registered, no agent is there")),
        ],
        required=False,
    )
    keys = forms.RegexField(
        r"^[0-9*# ]*$",
        label=_("Keys"),
        max_length=40,
        required=False,
        strip=False,
        help_text=_("What the caller presses, in turn; empty: nothing."),
    )
    live = forms.BooleanField(label=_("What is live, not the draft"), required=False)

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.use_required_attribute = False

    def asked(self) -> dict[str, Any]:
        """For services.reach; without what was left empty."""
        data = self.cleaned_data
        return {name: data[name] for name in ("assume", "keys") if data[name]}
