"""The sections of an account's settings that stand in the account itself."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tenants import branding, preferences
from tenants.access import Right
from tenants.actor import Actor, acting, required
from tenants.forms.branding import BrandingForm, DomainsForm
from tenants.forms.preferences import DefaultsForm
from tenants.forms.sections import (
    AdministratorsForm,
    ApplicationsForm,
    ContactsForm,
    ControlPagesForm,
    GeneralForm,
)
from tenants.models import Account, Contact
from tenants.models.account import NumberFormat
from tenants.models.membership import Role
from tenants.sections import Section, Typed
from tenants.services import account_settings, accounts, brands, contacts, people

_GENERAL = (
    "name",
    "street",
    "city",
    "region",
    "postal_code",
    "country",
    "timezone",
    "number_format",
    "national_countries",
)


def _read_general(account: Account) -> dict[str, Any]:
    return {name: getattr(account, name) for name in GeneralForm.base_fields}


def _begin_general(parent: Account, typed: Typed) -> dict[str, Any]:
    return {
        "realm": accounts.suggest_realm(parent),
        "timezone": parent.timezone,
        "country": parent.country,
        "number_format": parent.number_format or NumberFormat.INTERNATIONAL,
        "national_countries": parent.national_countries,
    }


def _write_general(account: Account, data: dict[str, Any]) -> None:
    account_settings.store(account, {name: data[name] for name in _GENERAL})


def _read_contacts(account: Account) -> dict[str, Any]:
    found = dict.fromkeys(ContactsForm.base_fields, "")
    chosen = {
        column: getattr(account, f"{column}_id")
        for column in contacts.CHOSEN_FOR.values()
    }
    return {**found, **chosen}


def _write_contacts(account: Account, data: dict[str, Any]) -> None:
    chosen: dict[str, Any] = {}
    made: dict[str, Contact] = {}
    for kind, column in contacts.CHOSEN_FOR.items():
        if data[column] != ContactsForm.NEW:
            chosen[f"{column}_id"] = data[column] or None
            continue
        details = {name: data[f"{kind}_{name}"] for name in contacts.DETAILS}
        contact = made.get(details["email"])
        if contact is None:
            contact = Contact(account=account, kind=kind, **details)
            contacts.save(contact)
        # Nobody is the same for having no e-mail.
        made |= {contact.email: contact} if contact.email else {}
        chosen[f"{column}_id"] = contact.pk
    account_settings.store(account, chosen)


def _read_preferences(account: Account) -> dict[str, Any]:
    names = preferences.SET_BY_ACCOUNT
    return {name: account.preferences.get(name, "") for name in names}


def _write_preferences(account: Account, data: dict[str, Any]) -> None:
    chosen = {name: value for name, value in data.items() if value}
    account_settings.store(account, {"preferences": chosen})


def _begin_preferences(parent: Account, typed: Typed) -> dict[str, Any]:
    return _read_preferences(parent)


def _read_branding(account: Account) -> dict[str, Any]:
    said = {name: account.branding.get(name, "") for name in branding.TYPED}
    return {**said, "domain": brands.domain_of(account)}


def _read_domains(account: Account) -> dict[str, Any]:
    return {"portal_domains": account.portal_domains}


def _nobody(account: Account) -> dict[str, Any]:
    return {"emails": []}


def _invite(account: Account, data: dict[str, Any]) -> None:
    actor = required()
    role = Role.RESELLER_ADMIN if actor.user else ""
    with acting(Actor(account, actor.user, role, actor.masquerade)):
        for email in data["emails"]:
            people.invite(email, Role.ADMIN, _join_url)


def _join_url(key: str) -> str:
    return brands.base_url(required().account) + reverse("join", args=[key])


def _choosing(column: str) -> dict[str, Any]:
    """How a section that chooses from a list is read, written and begun."""

    def read(account: Account) -> dict[str, Any]:
        chosen = getattr(account, column)
        return {"access": "all" if chosen is None else "chosen", "chosen": chosen or []}

    def write(account: Account, data: dict[str, Any]) -> None:
        chosen = None if data["access"] == "all" else sorted(data["chosen"])
        account_settings.store(account, {column: chosen})

    def begin(parent: Account, typed: Typed) -> dict[str, Any]:
        return {"access": "all", "chosen": []}

    return {"read": read, "write": write, "begin": begin}


SECTIONS = (
    Section(
        "general",
        _("General"),
        _("Who the account is, and where."),
        GeneralForm,
        _read_general,
        _write_general,
        10,
        _begin_general,
        own=Right.MANAGE,
    ),
    Section(
        "administrators",
        _("Administrators"),
        _("Who is invited to manage the account, once it is made."),
        AdministratorsForm,
        _nobody,
        _invite,
        20,
        only_new=True,
    ),
    Section(
        "contacts",
        _("Contacts"),
        _("Who is asked about technical matters, and who about bills."),
        ContactsForm,
        _read_contacts,
        _write_contacts,
        30,
        own=Right.MANAGE,
        told=contacts.details_of_chosen,
    ),
    Section(
        "preferences",
        _("Preferences"),
        _("What counts for people of the account who have not chosen for themselves."),
        DefaultsForm,
        _read_preferences,
        _write_preferences,
        40,
        _begin_preferences,
        own=Right.MANAGE,
    ),
    Section(
        "branding",
        _("Branding"),
        _(
            "Under which name, look and addresses people of this account and of those "
            "below it know the portal. What is empty comes from the account above."
        ),
        BrandingForm,
        _read_branding,
        brands.store,
        44,
        own=Right.MANAGE,
        only_later=True,
    ),
    Section(
        "domains",
        _("Domains"),
        _("Where the account and those below it have their addresses."),
        DomainsForm,
        _read_domains,
        account_settings.store,
        46,
        only_later=True,
    ),
    Section(
        "control-center",
        _("Control center"),
        _("Which pages of its own control center the account sees."),
        ControlPagesForm,
        order=60,
        **_choosing("control_pages"),
    ),
    Section(
        "applications",
        _("Applications"),
        _("Which applications the account sees; all others answer “not found”."),
        ApplicationsForm,
        order=70,
        **_choosing("applications"),
    ),
)
