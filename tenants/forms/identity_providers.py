"""Form of an identity provider."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.models import IdentityProvider


class IdentityProviderForm(forms.ModelForm[IdentityProvider]):
    """What the provider has to be told of the portal, and the other way round."""

    client_secret = forms.CharField(
        label=_("Client secret"),
        max_length=500,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("The portal never shows it. Empty: the one that is stored."),
    )
    field_order = ("name", "issuer", "client_id", "client_secret", "domains")

    class Meta:
        model = IdentityProvider
        fields: ClassVar = [
            "name",
            "issuer",
            "client_id",
            "domains",
            "vouches",
            "enabled",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["client_secret"].required = True
            self.fields["client_secret"].help_text = _("The portal never shows it.")
