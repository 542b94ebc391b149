"""Forms of the sections of an account's settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumbers import SUPPORTED_REGIONS

from tenants import applications
from tenants.forms.fields import WordsField
from tenants.forms.tree import Suggesting
from tenants.models.account import (
    REALM,
    SLUG,
    Account,
    NumberFormat,
    known_countries,
    known_timezone,
)
from tenants.models.contact import Contact
from tenants.sections import SectionForm
from tenants.services import contacts
from tenants.services.entrance import closed_applications

MOST_ADMINISTRATORS = 20


def countries() -> list[tuple[str, str]]:
    """Two-letter codes, for people to choose from."""
    return [("", "—"), *((code, code) for code in sorted(SUPPORTED_REGIONS))]


def timezones() -> list[tuple[str, str]]:
    """Names of the IANA database that a place has, as suggestions."""
    return [(name, "") for name in sorted(available_timezones()) if "/" in name]


class GeneralForm(SectionForm):
    """Who the account is and where."""

    fixed = ("slug", "realm")

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Usually the company's: short and easy to recognise."),
    )
    slug = forms.CharField(
        label=_("Short name"),
        max_length=20,
        validators=[SLUG],
        help_text=_("Stands in addresses and never changes."),
    )
    realm = forms.CharField(
        label=_("Realm"),
        max_length=120,
        validators=[REALM],
        help_text=_("Telephones register here; it never changes."),
    )
    street = forms.CharField(label=_("Street"), max_length=200)
    city = forms.CharField(label=_("City"), max_length=100)
    region = forms.CharField(label=_("State or region"), max_length=100, required=False)
    postal_code = forms.CharField(label=_("Postal code"), max_length=20, required=False)
    country = forms.ChoiceField(label=_("Country"), choices=countries)
    timezone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        validators=[known_timezone],
        help_text=_("Such as Europe/Paris. Callflows go by this clock."),
    )
    number_format = forms.ChoiceField(
        label=_("Phone numbers are shown"), choices=NumberFormat.choices
    )
    national_countries = WordsField(
        label=_("Countries shown nationally"),
        required=False,
        validators=[known_countries],
        help_text=_("Two-letter codes, such as US, CA. All others are international."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timezone"].widget = Suggesting(timezones())

    def clean_slug(self) -> str:
        """Refuses a short name that somebody has."""
        return self._free("slug", gettext("This short name is taken: choose another."))

    def clean_realm(self) -> str:
        """Refuses a realm that somebody has."""
        return self._free("realm", gettext("This realm is taken: choose another."))

    def _free(self, name: str, message: str) -> str:
        value: str = self.cleaned_data[name]
        if self.account is None and Account.objects.filter(**{name: value}).exists():
            raise ValidationError(message, code="taken")
        return value

    def clean_national_countries(self) -> list[str]:
        """Each code once."""
        return list(dict.fromkeys(self.cleaned_data["national_countries"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        listed = data.get("number_format") == NumberFormat.LISTED
        if listed and not data.get("national_countries"):
            message = gettext("Name at least one country, or choose another format.")
            self.add_error("national_countries", message)
        return data


class AdministratorsForm(SectionForm):
    """Who is invited to manage the account."""

    emails = WordsField(
        label=_("E-mail addresses"),
        required=False,
        help_text=_(
            "Each gets a mail with a link to join as office manager. You can leave this "
            "empty and invite people later."
        ),
    )

    def clean_emails(self) -> list[str]:
        """Each address once; names the first that is none."""
        emails = list(dict.fromkeys(e.lower() for e in self.cleaned_data["emails"]))
        for email in emails:
            try:
                validate_email(email)
            except ValidationError as error:
                message = gettext("%s is no e-mail address.") % email
                raise ValidationError(message) from error
        if len(emails) > MOST_ADMINISTRATORS:
            raise ValidationError(gettext("%s at most.") % MOST_ADMINISTRATORS)
        return emails


class ContactsForm(SectionForm):
    """Whom of its contacts the account has asked first about what.

    Of an account that exists one is chosen, or made here; for a new one they are typed.
    """

    NEW: ClassVar = "new"

    technical_contact = forms.ChoiceField(
        label=_("Technical contact"),
        required=False,
        help_text=_("One of the account's contacts, or a new one."),
    )
    technical_name = forms.CharField(
        label=_("Name of the technical contact"), max_length=120, required=False
    )
    technical_email = forms.EmailField(
        label=_("E-mail of the technical contact"), max_length=254, required=False
    )
    technical_phone = forms.CharField(
        label=_("Phone of the technical contact"), max_length=40, required=False
    )
    billing_contact = forms.ChoiceField(
        label=_("Billing contact"),
        required=False,
        help_text=_("One of the account's contacts, or a new one."),
    )
    billing_name = forms.CharField(
        label=_("Name of the billing contact"), max_length=120, required=False
    )
    billing_email = forms.EmailField(
        label=_("E-mail of the billing contact"), max_length=254, required=False
    )
    billing_phone = forms.CharField(
        label=_("Phone of the billing contact"), max_length=40, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told = contacts.details_of_chosen(self.account) if self.account else {}
        choices = self._choices(self.account) if self.account else []
        for kind, column in contacts.CHOSEN_FOR.items():
            if not self.account:
                del self.fields[column]
                continue
            field: Any = self.fields[column]
            field.choices = choices
            for name in contacts.DETAILS:
                widget = self.fields[f"{kind}_{name}"].widget
                widget.attrs["data-only-with"] = f"{column}={self.NEW}"

    def _choices(self, account: Account) -> list[tuple[Any, str]]:
        rows = account.people_to_ask.all()
        known = [
            (row.pk, f"{row} ({row.email})" if row.email else str(row)) for row in rows
        ]
        return [("", "—"), *known, (self.NEW, gettext("New contact…"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kind, column in contacts.CHOSEN_FOR.items():
            names = [f"{kind}_{name}" for name in contacts.DETAILS]
            typed = [name for name in names if data.get(name)]
            if not self.account:
                data[column] = self.NEW if typed else ""
            if data.get(column) == self.NEW:
                self._clean_new(kind, data)
            else:
                self._refuse(name for name in typed if data[name] != self._told[name])
        self._clean_both(data)
        return data

    def _clean_new(self, kind: str, data: dict[str, Any]) -> None:
        name, email = f"{kind}_name", f"{kind}_email"
        if not data.get(name) and name not in self.errors:
            self.add_error(name, gettext("A contact needs a name."))
        data[email] = (data.get(email) or "").lower()
        there = Contact.objects.filter(account=self.account, email=data[email])
        if data[email] and there.exists():
            message = gettext("There is a contact with this e-mail already: choose it.")
            self.add_error(email, message)

    def _refuse(self, names: Iterable[str]) -> None:
        for name in names:
            message = gettext(
                "This is only for a new contact: choose “new”, or change the contact itself."
            )
            self.add_error(name, message)

    def _clean_both(self, data: dict[str, Any]) -> None:
        """Both may be one new contact, which has one name and one phone."""
        both = [
            [data.get(f"{kind}_{name}") for name in contacts.DETAILS]
            for kind, column in contacts.CHOSEN_FOR.items()
            if data.get(column) == self.NEW and data.get(f"{kind}_email")
        ]
        if len(both) == 2 and both[0] != both[1] and both[0][1] == both[1][1]:
            message = gettext(
                "The technical contact has the same e-mail, and another name or phone."
            )
            self.add_error("billing_email", message)

    def rows(self, data: Mapping[str, Any]) -> list[tuple[Any, Any]]:
        """Who they are, not which was chosen."""
        chosen = contacts.CHOSEN_FOR.values()
        return [
            (field.label, data.get(name))
            for name, field in self.fields.items()
            if name not in chosen
        ]


class ChoosingForm(SectionForm):
    """All of something, or a chosen list; subclasses say what (`control`)."""

    control: ClassVar[bool]

    access = forms.ChoiceField(
        label=_("Access"),
        choices=[("all", _("All")), ("chosen", _("Only the chosen ones"))],
        widget=forms.RadioSelect,
    )
    chosen = forms.MultipleChoiceField(
        label=_("Chosen"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = closed_applications(self.parent) if self.parent else frozenset()
        chosen: Any = self.fields["chosen"]
        chosen.choices = [
            (each.key, each.label)
            for each in applications.known(self.control)
            if each.key not in closed
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("access") == "chosen" and not data.get("chosen"):
            self.add_error("chosen", gettext("Choose at least one."))
        return data

    def rows(self, data: Any) -> list[tuple[Any, Any]]:
        return super().rows(data)[: 1 if data.get("access") == "all" else 2]


class ControlPagesForm(ChoosingForm):
    """Pages of the control center."""

    control = True


class ApplicationsForm(ChoosingForm):
    """Applications of the toolbar."""

    control = False
