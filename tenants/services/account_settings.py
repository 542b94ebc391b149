"""Changing an account's settings, section by section."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from tenants import audit, preferences, units
from tenants.actor import Actor, acting, required
from tenants.models import Account
from tenants.sections import Section, SectionForm
from tenants.services import entrance, tree


@transaction.atomic
def change(section: Section, account: Account, data: dict[str, Any]) -> None:
    """Stores a section's checked values, for who manages the account or is in it.

    Raises PermissionDenied to others, ValidationError naming the field.
    """
    section.write(_reached(section, account), data)


def merged(section: Section, account: Account, given: Any) -> SectionForm:
    """The section's form with what REST sends laid over what is stored.

    Raises ValidationError naming a field that there is none of, or that never changes.
    """
    stored = section.read(account)
    if not isinstance(given, dict):
        raise ValidationError(_("An object with the fields that change is expected."))
    for name in given:
        if name not in stored:
            raise ValidationError({name: _("There is no such field.")})
        if name in section.form.fixed and given[name] != stored[name]:
            raise ValidationError({name: _("This never changes.")})
    return section.form_for(account, {**stored, **given})


def store(account: Account, values: dict[str, Any]) -> None:
    """Sets columns of the account, with the audit where it is done and in the account.

    Raises ValidationError by field. Callflows follow the account's clock, telephones
    what it hides of callers.
    """
    before, zone = audit.snapshot(account), account.timezone
    hidden = preferences.caller_privacy("", account)
    for name, value in values.items():
        setattr(account, name, value)
    account.full_clean(exclude=["path"])
    account.save(update_fields=list(values))
    after = audit.snapshot(account)
    if before == after:
        return
    audit.record_of_account("change", account, before, after)
    transaction.on_commit(entrance.forget_accounts)
    if not account.ready_at:
        return
    with acting(Actor(account)):
        if account.timezone != zone:
            units.touch_all()
        elif preferences.caller_privacy("", account) != hidden:
            units.touch_all(units.Unit.DEVICE)


def _reached(section: Section, account: Account) -> Account:
    actor = required()
    if actor.account.pk != account.pk:
        return tree.reached(account)
    if section.own is None or not actor.may(section.own):
        raise PermissionDenied
    found: Account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    return found
