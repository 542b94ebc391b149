"""Forms of an account's people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from tenants.models import User
from tenants.services import people


class RoleForm(forms.Form):
    """One of the roles that the actor may give."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = people.roles()


class InviteForm(RoleForm):
    """Who is asked to join, as what."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    field_order = ("email", "role")


class JoinForm(forms.Form):
    """What somebody tells who has no login yet."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=User._meta.get_field("name").max_length,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
