"""A new account with all its settings, at once or not at all."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from tenants import sections
from tenants.models import Account
from tenants.sections import Section, SectionForm, Typed
from tenants.services import accounts


class UnfitSection(ValidationError):
    """What was given for a section can't be; `section` is its key."""

    def __init__(self, section: str, error: Any) -> None:
        super().__init__(error)
        self.section = section


def filled(parent: Account, section: Section, typed: Typed) -> SectionForm:
    """The section's form with what was typed, else with what is proposed."""
    proposed = section.begin(parent, typed)
    data = {**proposed, **typed.get(section.key, {})}
    return section.form_of_new(parent, data, typed)


@transaction.atomic
def create(parent: Account, typed: Typed) -> Account:
    """The account with every section, which a worker then makes ready.

    Raises UnfitSection; nothing is left behind then.
    """
    checked: dict[str, Any] = {
        each.key: _checked(parent, each, typed) for each in _all()
    }
    general = checked["general"]
    names = ("name", "slug", "realm", "timezone")
    try:
        account = accounts.request_account(
            **{name: general[name] for name in names}, parent=parent
        )
    except ValidationError as error:
        raise UnfitSection("general", error) from error
    for section in _all():
        try:
            section.write(account, checked[section.key])
        except ValidationError as error:
            raise UnfitSection(section.key, error) from error
    return account


def _all() -> list[Section]:
    return sorted(sections.steps(), key=lambda section: section.only_new)


def _checked(parent: Account, section: Section, typed: Typed) -> dict[str, Any]:
    form = filled(parent, section, typed)
    if not form.is_valid():
        raise UnfitSection(section.key, form.errors.as_data())
    return form.cleaned_data
