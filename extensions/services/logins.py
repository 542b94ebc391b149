"""Whose telephone is whose: users of telephones who also sign in to the portal."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from extensions.models import PhoneUser
from tenants.actor import Actor
from tenants.models import Account, User
from tenants.services import objects


def candidates(account: Account) -> QuerySet[User]:
    """Who may be given a telephone: the account's people."""
    return User.objects.filter(memberships__account=account).order_by("name", "email")


def in_words(person: User) -> str:
    """A person as distinct from others of the same name."""
    return f"{person} ({person.email})"


def owner_in_words(user: PhoneUser, account: Account) -> str:
    """Whose telephone it is, while they are in the account."""
    if user.login_id is None:
        return ""
    person = candidates(account).filter(pk=user.login_id).first()
    return in_words(person) if person else ""


def own(actor: Actor) -> PhoneUser | None:
    """The telephone of the person who acts; of nobody for who steps in from above."""
    if actor.user is None or actor.masquerade:
        return None
    return PhoneUser.objects.filter(login=actor.user).first()


@transaction.atomic
def give(user: PhoneUser, login: User | None) -> None:
    """Makes it the person's own, or nobody's. Raises ValidationError by field."""
    user.login = login
    objects.save(user)


def follow_member(account: Account, person: User) -> None:
    """Gives who has come into the account the telephone that has their e-mail.

    If there are several, people have to say which.
    """
    rows = PhoneUser.objects.filter(email__iexact=person.email, login=None)[:2]
    if len(rows) == 1:
        _give_first(rows[0], person)


def follow_seat(user: PhoneUser, account: Account) -> None:
    """Gives a new telephone to the member of the account who has its e-mail, if they have
    none."""
    if not user.email:
        return
    person = candidates(account).filter(email__iexact=user.email).first()
    if person:
        _give_first(user, person)


def _give_first(user: PhoneUser, person: User) -> None:
    if not PhoneUser.objects.filter(login=person).exists():
        give(user, person)
