"""Blacklists: their numbers read, saved, and as the dialplan needs them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_tenants.utils import schema_context

from callflows.outside_lines import Blocked
from callflows.public_numbers import Plan
from callflows.services.what_if import outside
from extensions.models import Blacklist
from extensions.models.blacklist import is_entry
from tenants.actor import acting_in
from tenants.models import Account
from tenants.services import objects
from tenants.units import Unit, touch

# All numbers of all lists become dialplan.
MOST_LISTS = 20
_BETWEEN = str.maketrans("", "", " -().\u00a0\u202f")


@transaction.atomic
def save_blacklist(blacklist: Blacklist) -> None:
    """Saves a list; its numbers may be written as one dials them.

    Raises ValidationError by field.
    """
    if blacklist._state.adding and Blacklist.objects.count() >= MOST_LISTS:
        text = _("There are %(most)s lists at most: add the numbers to one of them.")
        raise ValidationError(text % {"most": MOST_LISTS})
    blacklist.numbers = read_numbers(blacklist.numbers)
    if not blacklist.numbers and not blacklist.hidden:
        text = _("The list is empty: name a number, or block hidden ones.")
        raise ValidationError({"numbers": text})
    objects.save(blacklist, _touch)


def delete_blacklist(blacklist: Blacklist) -> None:
    """Deletes a list; its numbers can call and be called from then on."""
    objects.delete(blacklist, "blacklist", _touch)


def _touch(blacklist: Blacklist) -> None:
    touch(Unit.OUTBOUND)


def active(account: Account) -> tuple[Blocked, ...]:
    """The lists of the account that count, in whichever one is acted; none before it has
    a schema."""
    if not account.ready_at:
        return ()
    with schema_context(account.schema_name):
        return tuple(row.blocked() for row in Blacklist.objects.filter(active=True))


@transaction.atomic
def choose_active(account: Account, chosen: Collection[str]) -> None:
    """Exactly the lists of these ids count in the account."""
    with acting_in(account):
        for row in Blacklist.objects.select_for_update():
            if row.active != (str(row.pk) in chosen):
                row.active = not row.active
                objects.save(row, _touch)


def read_numbers(texts: Iterable[str]) -> list[str]:
    """Numbers in E.164 with `+`, and beginnings with `*` at the end, each once.

    Numbers are read as they are dialled in the account's country. Raises ValidationError
    for `numbers`, naming each that is neither.
    """
    plan, faults, found = outside().plan, [], []
    for text in texts:
        number = _read(text, plan)
        found.append(number)
        if not number:
            faults.append(text)
    if faults:
        message = _(
            "%(numbers)s: write a number such as +16045550100, or how numbers begin, with + "
            "and the country code, such as +1900*."
        )
        named = ", ".join(f"“{text[:30]}”" for text in faults[: objects.NAMED])
        raise ValidationError({"numbers": message % {"numbers": named}})
    return list(dict.fromkeys(found))


def can_be_listed(number: str) -> bool:
    """Whether it is a number that a list could have."""
    return bool(_read(number, outside().plan))


def _read(text: str, plan: Plan) -> str:
    """One entry as it is stored; "" if it can't be read."""
    typed = text.translate(_BETWEEN)
    if is_entry(typed):
        return typed
    e164 = plan.e164(typed)
    return f"+{e164}" if e164 else ""
