"""What people change about themselves: name, address, sessions, tokens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.actor import Actor
from tenants.models import Account, ApiToken, User
from tenants.services import mails
from tenants.services.objects import store

# How long the link to a new address is good.
LINK_GOOD = timedelta(days=1)
_SALT = "pbxportal.new-address"
# More of them are forgotten ones.
MOST_TOKENS = 50


def change_name(user: User, name: str) -> None:
    """Stores the person's name."""
    user.name = name
    user.full_clean(exclude=["password"])
    user.save(update_fields=["name"])


@transaction.atomic
def change_preferences(user: User, values: dict[str, str]) -> None:
    """Stores checked values of `tenants.preferences`, by name; empty ones are inherited.

    What is not named stays as it is.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    chosen = {**user.preferences, **values}
    user.preferences = {name: value for name, value in chosen.items() if value}
    user.save(update_fields=["preferences"])


def ask_new_address(user: User, email: str, link: Callable[[str], str]) -> None:
    """Sends a mail to the new address; `link` makes the page's address of a key.

    The old address stays until the link is followed. One that somebody has already gets
    no mail, which the person who asked is not told.
    """
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        return
    key = signing.dumps([str(user.pk), user.email, email], salt=_SALT)
    text = _(
        "Somebody, probably you, wants to sign in to the portal with this address.\n"
        "Follow this link within a day to confirm it:\n\n%(link)s\n"
    )
    text %= {"link": link(key)}
    mails.send(_home_account(user), _("Confirm your address"), text, [email])


@transaction.atomic
def take_new_address(user: User, key: str) -> None:
    """Changes the address to the confirmed one and tells the old one.

    Raises ValidationError for a link that is too old, used or somebody else's.
    """
    try:
        owner, old, new = signing.loads(key, salt=_SALT, max_age=LINK_GOOD)
    except signing.BadSignature as error:
        raise _too_old() from error
    user = User.objects.select_for_update().get(pk=user.pk)
    if owner != str(user.pk) or old != user.email:
        raise _too_old()
    user.email = new
    store(user)
    # allauth's own list would go on to let the old address in.
    EmailAddress.objects.filter(user=user).delete()
    text = _("You sign in to the portal with %(new)s now, no longer with %(old)s.\n")
    text %= {"new": new, "old": old}
    subject = _("Your address was changed")
    account = _home_account(user)
    transaction.on_commit(lambda: mails.send(account, subject, text, [old]))


def _too_old() -> ValidationError:
    return ValidationError(_("This link has been used or is too old."), code="link")


def sessions(user: User) -> QuerySet[UserSession]:
    """The person's browsers that are signed in, the latest first."""
    open_ = Session.objects.filter(expire_date__gt=timezone.now())
    found: QuerySet[UserSession] = UserSession.objects.filter(
        user=user, session_key__in=open_.values("session_key")
    )
    return found.order_by("-last_seen_at")


@transaction.atomic
def end_sessions(user: User, pk: int | None = None, but: str | None = None) -> int:
    """Signs out one session, or all but the one of key `but`; gives how many."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=but or "")
    rows = rows.filter(pk=pk) if pk is not None else rows
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def home(user: User) -> Actor | None:
    """The person in the account that `/` leads to; None without any."""
    found = (
        user.memberships.filter(account__in=Account.objects.in_use())
        .select_related("account")
        .order_by("account__path")
        .last()
    )
    return Actor(found.account, user, found.role) if found else None


def _home_account(user: User) -> Account | None:
    found = home(user)
    return found.account if found else None


def accounts_of(user: User) -> QuerySet[Account]:
    """Accounts that the person is a member of."""
    found: QuerySet[Account] = Account.objects.in_use().filter(memberships__user=user)
    return found.order_by("name")


@transaction.atomic
def issue_token(
    user: User, values: dict[str, Any], by: ApiToken | None = None
) -> tuple[ApiToken, str]:
    """A new token and its key; `values` are name, scope, account and expires_at.

    Raises ValidationError by field. A token that makes another one gives no more than it
    has: the new one ends when it does, at the latest.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if user.api_tokens.count() >= MOST_TOKENS:
        message = _("You have %(most)s tokens: revoke those that are not used.")
        raise ValidationError(message % {"most": MOST_TOKENS})
    token = ApiToken(user=user, **values)
    if token.expires_at and token.expires_at <= timezone.now():
        raise ValidationError({"expires_at": _("Choose a moment to come.")})
    if token.account and not accounts_of(user).filter(pk=token.account.pk).exists():
        raise ValidationError({"account": _("Choose one of your accounts.")})
    if by and by.expires_at:
        ends = token.expires_at or by.expires_at
        values = {**values, "expires_at": min(ends, by.expires_at)}
    token.full_clean(exclude=["digest", "account", "user"])
    return ApiToken.issue(user, **values)


def revoke_token(user: User, pk: UUID) -> bool:
    """Ends a token at once; False when the person has none of that id."""
    return bool(user.api_tokens.filter(pk=pk).delete()[0])
