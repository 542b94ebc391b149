"""An account's contacts, and the logins that some of them get."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tenants import audit
from tenants.access import Right
from tenants.actor import required
from tenants.models import Account, Contact, Membership
from tenants.services import objects, people

# How a login is made.
INVITATION, PASSWORD = "invitation", "password"


def contacts_of(account: Account) -> QuerySet[Contact]:
    """The account's contacts; each has `has_login`, whether they may sign in to it."""
    members = Membership.objects.filter(account=account, user__email=OuterRef("email"))
    found: QuerySet[Contact] = account.people_to_ask.annotate(has_login=Exists(members))
    return found


def save(contact: Contact) -> None:
    """Stores a contact of the acting account; raises ValidationError by field."""
    if contact._state.adding:
        contact.account = required().account
    objects.save(contact)


@transaction.atomic
def give_login(
    contact: Contact, way: str, role: str, link: Callable[[str], str], sign_in: str
) -> None:
    """Lets the contact sign in: by an invitation, or with a password that is made here.

    `link` makes the address of an invitation's key, `sign_in` is where one signs in.
    Raises ValidationError as `people.invite` does, and by `way` for a person who has a
    login already: nobody else's password is made anew. PermissionDenied without the
    right to manage people.
    """
    if not required().may(Right.MANAGE_PEOPLE):
        raise PermissionDenied
    members = contact.account.memberships
    if members.filter(user__email=contact.email).exists():
        raise ValidationError(_("This person is in the account already."))
    if way == PASSWORD:
        people.add_with_password(contact.email, contact.name, role, sign_in)
    else:
        people.invite(contact.email, role, link)
    audit.record("login", contact, after={"way": way, "role": role})
