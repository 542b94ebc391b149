"""Forms of what people change about themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models import Account, ApiToken, User

_DAYS = {"30": _("30 days"), "90": _("90 days"), "365": _("A year"), "": _("For good")}


class NameForm(forms.ModelForm[User]):
    """How others see one."""

    class Meta:
        model = User
        fields: ClassVar = ["name"]


class AddressForm(forms.Form):
    """Another address to sign in with."""

    email = forms.EmailField(
        label=_("New e-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("A link is sent there; until it is followed the old one counts."),
    )


class TokenForm(forms.ModelForm[ApiToken]):
    """What a new token may do, and for how long."""

    days = forms.ChoiceField(
        label=_("Good for"), choices=_DAYS.items(), required=False, initial="90"
    )

    class Meta:
        model = ApiToken
        fields: ClassVar = ["name", "scope", "account"]
        help_texts: ClassVar = {
            "name": _("Which program uses it."),
            "account": _("Only there, or in all accounts that you can enter."),
        }

    def __init__(self, accounts: QuerySet[Account], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = accounts
        field.empty_label = _("All my accounts")

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        days = data.pop("days")
        ends = timezone.now() + timedelta(days=int(days)) if days else None
        return {**data, "expires_at": ends}
