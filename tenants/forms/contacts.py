"""Forms of an account's contacts."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from tenants.forms.people import RoleForm
from tenants.models import Contact
from tenants.services import contacts


class ContactForm(forms.ModelForm[Contact]):
    """Whom one may ask."""

    class Meta:
        model = Contact
        fields: ClassVar = ["name", "email", "phone", "mobile", "kind", "notes"]
        help_texts: ClassVar = {
            "email": _("What they sign in with, if they are given a login."),
            "notes": _(
                "Everybody in the account who sees contacts reads this: no passwords."
            ),
        }
        widgets: ClassVar = {"notes": forms.Textarea({"rows": 3})}


class LoginForm(RoleForm):
    """How a contact gets a login, and for what."""

    way = forms.ChoiceField(
        label=_("How"),
        choices=[
            (contacts.INVITATION, _("Mail an invitation: they choose a password")),
            (contacts.PASSWORD, _("Mail a password that is made now")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("way", "role")
