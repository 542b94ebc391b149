"""Forms of an account's contacts."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.forms.people import RoleForm
from tenants.models import Contact
from tenants.services import contacts


class ContactForm(forms.ModelForm[Contact]):
    """Whom one may ask."""

    class Meta:
        model = Contact
        fields: ClassVar = [
            "name",
            "email",
            "email_verified",
            "phone",
            "mobile",
            "mobile_verified",
            "kind",
            "notes",
            "private_notes",
        ]
        help_texts: ClassVar = {
            "email": _("What they sign in with, if they are given a login."),
            "notes": _(
                "Everybody in the account who sees contacts reads this: no passwords."
            ),
        }
        widgets: ClassVar = {
            "notes": forms.Textarea({"rows": 3}),
            "private_notes": forms.Textarea({"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if contacts.from_above(self.instance):
            help_text = _("Nobody in the account reads this. No passwords here either.")
            self.fields["private_notes"].help_text = help_text
        else:
            del self.fields["private_notes"]


class CodeForm(forms.Form):
    """What was said by telephone."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
        help_text=_("Six digits, good for ten minutes."),
    )


class LoginForm(RoleForm):
    """How a contact gets a login, and for what."""

    way = forms.ChoiceField(
        label=_("How"),
        choices=[
            (contacts.INVITATION, _("Mail an invitation: they choose a password")),
            (contacts.PASSWORD, _("Mail a password that is made now")),
            (contacts.TYPED, _("Set a password here and tell it to them")),
        ],
        widget=forms.RadioSelect,
    )
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=password_validators_help_text_html,
    )
    field_order = ("way", "password", "role")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = data.get("way") == contacts.TYPED
        if typed and not data.get("password"):
            self.add_error("password", gettext("Write the password that they get."))
        if not typed and data.get("password"):
            message = gettext("Choose “Set a password here”, or leave this empty.")
            self.add_error("password", message)
        return data
