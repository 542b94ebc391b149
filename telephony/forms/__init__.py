"""Forms of ways to the public network."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.public_numbers import DENIABLE, LABELS, countries
from telephony.models import Carrier, OutsideRules
from tenants.forms.fields import WordsField


class CarrierForm(forms.ModelForm[Carrier]):
    """A carrier; its password is never shown, and kept if none is typed."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=120,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Empty: it stays as it is."),
    )
    prefixes = WordsField(
        label=_("Prefixes"),
        required=False,
        help_text=_("Numbers it takes begin so, with the country code. Empty: all."),
    )
    addresses = WordsField(
        label=_("Calls come in from"),
        required=False,
        help_text=_("IP addresses of the carrier. Empty: no calls come in."),
    )

    class Meta:
        model = Carrier
        fields: ClassVar = [
            "name",
            "enabled",
            "order",
            "host",
            "port",
            "transport",
            "username",
            "password",
            "prefixes",
            "number_format",
            "strip",
            "put_before",
            "emergency",
            "addresses",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stored = self.instance.password

    @property
    def groups(self) -> list[tuple[Any, Any, list[Any]]]:
        """Fields as the page shows them."""
        parts = (
            (_("Carrier"), "", ("name", "enabled", "order")),
            (
                _("Connection"),
                "",
                ("host", "port", "transport", "username", "password"),
            ),
            (
                _("Calls that go out"),
                "",
                ("prefixes", "number_format", "strip", "put_before", "emergency"),
            ),
            (_("Calls that come in"), "", ("addresses",)),
        )
        return [(title, text, [self[n] for n in names]) for title, text, names in parts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("password"):
            # Who takes the name away takes the password away too.
            data["password"] = self._stored if data.get("username") else ""
        return data


class OutsideRulesForm(forms.ModelForm[OutsideRules]):
    """What the account may call outside, and what it shows there."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=countries,
        help_text=_("Numbers are dialled as there."),
    )
    allowed = forms.MultipleChoiceField(
        label=_("May be called"),
        required=False,
        choices=[(cls.value, LABELS[cls]) for cls in DENIABLE],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Emergency calls always go out."),
    )

    class Meta:
        model = OutsideRules
        fields: ClassVar = [
            "country",
            "allowed",
            "caller_name",
            "caller_number",
            "emergency_number",
            "internal_name",
            "internal_number",
        ]
