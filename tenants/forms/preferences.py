"""Forms of preferences: a person's own, and what an account sets for its people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dateformat import format as in_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pbxportal.lib import formats
from tenants import preferences
from tenants.actor import Actor
from tenants.forms.sections import timezones
from tenants.models.account import NumberFormat
from tenants.preferences import CallerPrivacy, Colours, Palette
from tenants.sections import SectionForm
from tenants.services import start_pages

# A day and an hour that no format shows like another one.
EXAMPLE = datetime(2026, 12, 31, 17, 5, tzinfo=UTC)

LABELS = {
    "language": _("Language"),
    "timezone": _("Time zone"),
    "date_format": _("Dates"),
    "time_format": _("Times"),
    "digits": _("Numbers"),
    "number_format": _("Phone numbers are shown"),
    "colour_scheme": _("Colours"),
    "palette": _("Palette"),
    "start_page": _("Start page"),
    "caller_privacy": _("Hidden from those who are called"),
}
HELP = {
    "caller_privacy": _(
        "Emergency services always see the number. Outside, a hidden number takes the name "
        "along; carriers still learn it, so that they can bill the call."
    ),
}

Choices = list[tuple[str, Any]]


def _date_example(letters: str) -> str:
    return in_format(EXAMPLE, letters)


def choices(pages: Choices) -> dict[str, Choices]:
    """What there is to choose from, by name; `pages` can be begun with."""
    times = {key: minutes + half for key, (minutes, half) in formats.TIMES.items()}
    zones = [("UTC", "UTC"), *((name, name) for name, _label in timezones())]
    return {
        "language": list(settings.LANGUAGES),
        "timezone": zones,
        "date_format": [(key, _date_example(f)) for key, f in formats.DATES.items()],
        "time_format": [(key, _date_example(f)) for key, f in times.items()],
        "digits": [(key, key) for key in formats.DIGITS],
        "number_format": [
            (key, label)
            for key, label in NumberFormat.choices
            if key != NumberFormat.LISTED
        ],
        "colour_scheme": list(Colours.choices),
        "palette": list(Palette.choices),
        "start_page": pages,
        "caller_privacy": list(CallerPrivacy.choices),
    }


def _inherited(name: str, value: str, offered: Choices) -> str:
    """What stands for inheriting, with what is inherited."""
    empty = {
        "language": _("as the browser asks"),
        "start_page": _("as the role needs"),
    }
    labels = {**dict(NumberFormat.choices), **dict(offered)}
    shown = labels.get(value, value) if value else empty.get(name, "–")
    return gettext("Inherit (%s)") % shown


def choosing(
    names: Iterable[str], inherited: Mapping[str, str], pages: Choices
) -> dict[str, forms.ChoiceField]:
    """A field for each name, with “inherit (…)” before everything else."""
    offered = choices(pages)
    return {
        name: forms.ChoiceField(
            label=LABELS[name],
            help_text=HELP.get(name, ""),
            required=False,
            choices=[
                ("", _inherited(name, inherited[name], offered[name])),
                *offered[name],
            ],
        )
        for name in names
    }


class PreferencesForm(forms.Form):
    """A person's own; `home` is the person in the account that they inherit from."""

    def __init__(self, home: Actor | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = home.account if home else None
        pages = start_pages.offered(home) if home else []
        inherited = preferences.of_account(account)
        self.fields.update(choosing(preferences.NAMES, inherited, pages))


class DefaultsForm(SectionForm):
    """What counts for people of the account who have not chosen themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = self.account or self.parent
        pages = start_pages.offered(Actor(above)) if above else []
        inherited = preferences.of_portal()
        self.fields.update(choosing(preferences.SET_BY_ACCOUNT, inherited, pages))
