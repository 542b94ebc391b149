"""What an account may call outside, and how much at once, as sections of its settings.

The account's own people have the page of outside calls; here stands what they can't open.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from callflows.public_numbers import ALLOWED_AT_FIRST, DENIABLE, LABELS, countries
from devices.models import OUTSIDE_NUMBER
from telephony.models import OutsideRules
from telephony.models.carrier import MOST_TRUNKS
from telephony.services import outside
from tenants.models import Account
from tenants.sections import Section, SectionForm, Typed


def _limit(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_TRUNKS,
        help_text=help_text,
    )


class UsageForm(SectionForm):
    """How many calls with the outside go at the same time."""

    inbound_trunks = _limit(
        _("Inbound trunks"),
        _("Calls from outside at the same time, before two-way trunks."),
    )
    outbound_trunks = _limit(
        _("Outbound trunks"),
        _("Calls to the outside at the same time, before two-way trunks."),
    )
    twoway_trunks = _limit(
        _("Two-way trunks"),
        _(
            "Taken by calls either way when their own trunks are used up. A way has no "
            "limit if its own and these are both empty; else what is empty counts 0."
        ),
    )
    over_limit = forms.BooleanField(
        label=_("Allow calls over the limit, by the minute"),
        required=False,
        help_text=_(
            "Otherwise they are refused. Emergency calls always go out and take no trunk."
        ),
    )


_USAGE = ("inbound_trunks", "outbound_trunks", "twoway_trunks", "over_limit")


def _read_usage(account: Account) -> dict[str, Any]:
    rules = outside.rules_of(account)
    return {name: getattr(rules, name) for name in _USAGE}


def _begin_usage(parent: Account, typed: Typed) -> dict[str, Any]:
    return _read_usage(parent)


def _write_usage(account: Account, data: dict[str, Any]) -> None:
    rules = outside.rules_of(account)
    for name in _USAGE:
        setattr(rules, name, data[name])
    outside.limit_trunks(rules)


USAGE = Section(
    "usage",
    _("Usage"),
    _("How many calls with the outside the account may have at the same time."),
    UsageForm,
    _read_usage,
    _write_usage,
    order=48,
    begin=_begin_usage,
)


class CallsForm(SectionForm):
    """Country, classes of numbers, and what is shown of the account."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=countries,
        help_text=_("Numbers are dialled as there."),
    )
    open = forms.MultipleChoiceField(
        label=_("May be called"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Emergency calls always go out. What is not ticked is closed to all accounts "
            "below, too."
        ),
    )
    caller_name = forms.CharField(
        label=_("Name shown outside"), max_length=15, required=False
    )
    caller_number = forms.CharField(
        label=_("Number shown outside"),
        max_length=16,
        required=False,
        validators=[OUTSIDE_NUMBER],
    )
    emergency_number = forms.CharField(
        label=_("Number shown to emergency services"),
        max_length=16,
        required=False,
        validators=[OUTSIDE_NUMBER],
        help_text=_("Its address is where help comes to. Empty: the number above."),
    )
    internal_name = OutsideRules._meta.get_field("internal_name").formfield()
    internal_number = OutsideRules._meta.get_field("internal_number").formfield()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = outside.closed_classes(self.parent) if self.parent else frozenset()
        opened: Any = self.fields["open"]
        opened.choices = [(c.value, LABELS[c]) for c in DENIABLE if c not in closed]


_PLAIN = (
    "country",
    "caller_name",
    "caller_number",
    "emergency_number",
    "internal_name",
    "internal_number",
)


def _read(account: Account) -> dict[str, Any]:
    rules = outside.rules_of(account)
    closed = outside.closed_classes(account)
    opened = [cls.value for cls in DENIABLE if cls not in closed]
    return {**{name: getattr(rules, name) for name in _PLAIN}, "open": opened}


def _begin(parent: Account, typed: Typed) -> dict[str, Any]:
    closed = outside.closed_classes(parent)
    country = typed.get("general", {}).get("country")
    return {
        "country": country or outside.rules_of(parent).country,
        "open": [cls.value for cls in ALLOWED_AT_FIRST if cls not in closed],
    }


def _write(account: Account, data: dict[str, Any]) -> None:
    rules: OutsideRules = outside.rules_of(account)
    for name in _PLAIN:
        setattr(rules, name, data[name])
    outside.open_classes(rules, data["open"])


CALLS = Section(
    "calls",
    _("Call restrictions"),
    _("What the account may call outside, and what it shows there."),
    CallsForm,
    _read,
    _write,
    order=50,
    begin=_begin,
)
