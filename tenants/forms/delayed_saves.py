"""What narrows the list of delayed saves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.generic.filters import Filter
from tenants.models import SaveState


class DelayedSaveFilter(Filter):
    """What has become of them."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("Any")), *SaveState.choices]
    )
