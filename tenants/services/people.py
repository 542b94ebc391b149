"""Who may sign in to an account, and in which role: invited, changed, removed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.forms import ResetPasswordForm
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants import access_changes, audit, preferences
from tenants.access import RIGHTS, Right, allowed
from tenants.actor import Actor, acting, required
from tenants.models import Account, ApiToken, Invitation, Membership, User
from tenants.models.membership import Role
from tenants.models.token import digest
from tenants.services import mails
from tenants.services.accounts import add_member

# How long the link of an invitation is good.
INVITED = timedelta(days=7)
_SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def members(account: Account) -> QuerySet[Membership]:
    """The account's people; each has `second_step`, whether one is asked of them."""
    steps = Authenticator.objects.filter(
        user=OuterRef("user_id"), type__in=_SECOND_STEPS
    )
    found: QuerySet[Membership] = account.memberships.annotate(
        second_step=Exists(steps)
    )
    return found.select_related("user")


def invitations(account: Account) -> QuerySet[Invitation]:
    """Who was asked and has not come, with those whose link is too old by now."""
    found: QuerySet[Invitation] = account.invitations.select_related("invited_by")
    return found


def roles() -> list[tuple[str, str]]:
    """The roles that the actor may give and take: those that can do no more than they."""
    actor = required()
    if actor.user is None:
        return [(role.value, str(role.label)) for role in Role]
    own = RIGHTS.get(actor.role, frozenset())
    return [(role.value, str(role.label)) for role in Role if RIGHTS[role] <= own]


@transaction.atomic
def invite(email: str, role: str, link: Callable[[str], str]) -> Invitation:
    """Sends a mail with a link, which `link` makes of a key; a second one replaces it.

    Raises ValidationError by field, and when the mail can't be sent: then nothing is kept.
    """
    actor, email = required(), email.strip().lower()
    _refuse_role(role)
    if actor.account.memberships.filter(user__email=email).exists():
        raise ValidationError({"email": _("This person is in the account already.")})
    key = secrets.token_urlsafe(32)
    account = actor.account
    invitation = account.invitations.filter(email=email).first()
    invitation = invitation or Invitation(account=account, email=email)
    invitation.role, invitation.invited_by = role, actor.user
    invitation.digest, invitation.expires_at = digest(key), timezone.now() + INVITED
    invitation.full_clean(exclude=["account"])
    invitation.save()
    audit.record("invite", invitation, after={"email": email, "role": role})
    _send(invitation, link(key))
    return invitation


@transaction.atomic
def add_with_typed_password(email: str, name: str, role: str, password: str) -> User:
    """Makes a login with a password that the actor tells the person in their own way.

    Raises ValidationError by field: `way` for somebody who has a login, who is invited
    instead: nobody else's password is set; `password` when the policy refuses it.
    """
    email = email.strip().lower()
    _refuse_role(role)
    if User.objects.filter(email=email).exists():
        message = _("This person has a login already: invite them to this account.")
        raise ValidationError({"way": message})
    _refuse_weak(password, User(email=email, name=name))
    user = User.objects.create_user(email, password, name=name)
    add_member(required().account, user, role)
    return user


@transaction.atomic
def add_with_password(email: str, name: str, role: str, sign_in: str) -> User:
    """Makes a login with a password that nobody chose, and mails it.

    `sign_in` is where it is used. Raises ValidationError as `add_with_typed_password`,
    and when the mail can't be sent.
    """
    account, email = required().account, email.strip().lower()
    password = secrets.token_urlsafe(12)
    user = add_with_typed_password(email, name, role, password)
    values = {"account": account, "sign_in": sign_in, "email": email}
    with preferences.speaking(account, user):
        text = _(
            "You can sign in to %(account)s now:\n\n%(sign_in)s\n\n"
            "E-mail: %(email)s\nPassword: %(password)s\n\n"
            "Please choose a password of your own there, under “My account”.\n"
        ) % {**values, "password": password}
        subject = _("Your login to %(account)s") % values
    _mail(account, subject, text, email)
    return user


def _send(invitation: Invitation, link: str) -> None:
    known = User.objects.filter(email=invitation.email).first()
    with preferences.speaking(invitation.account, known):
        subject = _("Join %(account)s") % {"account": invitation.account}
        text = _(
            "%(who)s has invited you to %(account)s, as: %(role)s.\n\n"
            "Follow this link within 7 days:\n\n%(link)s\n"
        ) % {
            "who": invitation.invited_by or invitation.account,
            "account": invitation.account,
            "role": invitation.get_role_display(),
            "link": link,
        }
    _mail(invitation.account, subject, text, invitation.email)


def _mail(account: Account, subject: str, text: str, to: str) -> None:
    try:
        mails.send(account, subject, text, [to])
    except OSError as error:
        message = _("The mail could not be sent: %(error)s")
        raise ValidationError(message % {"error": error}, code="mail") from error


@transaction.atomic
def take_back(invitation: Invitation) -> None:
    """Makes the link useless."""
    _refuse_role(invitation.role)
    audit.record("take back", invitation, before={"email": invitation.email})
    invitation.delete()


def open_invitation(key: str) -> Invitation | None:
    """The invitation of a link that is still good, in an account that is in use."""
    rows = Invitation.objects.select_related("account")
    rows = rows.filter(account__deleted_at=None, account__ready_at__isnull=False)
    return rows.filter(digest=digest(key), expires_at__gt=timezone.now()).first()


@transaction.atomic
def join(key: str, user: User) -> Account:
    """The person whom the invitation is for becomes a member.

    Raises ValidationError for a link that is used or too old, or for somebody else.
    """
    invitation = _locked(key)
    if invitation is None or invitation.email != user.email:
        message = _("This invitation has been used, is too old, or is for another.")
        raise ValidationError(message, code="link")
    account: Account = invitation.account
    with acting(Actor(account, user, invitation.role)):
        if not account.memberships.filter(user=user).exists():
            add_member(account, user, invitation.role)
        invitation.delete()
    return account


@transaction.atomic
def join_anew(key: str, name: str, password: str) -> User:
    """Makes the login of somebody who had none, and lets them in.

    Raises ValidationError by field: `password` when the policy refuses it.
    """
    invitation = _locked(key)
    if invitation is None or User.objects.filter(email=invitation.email).exists():
        raise ValidationError(_("This invitation has been used or is too old."))
    user = User(email=invitation.email, name=name)
    _refuse_weak(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    join(key, user)
    return user


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ValidationError({"password": error.messages}) from error


def ask_to_reset(membership: Membership, request: HttpRequest) -> None:
    """Mails the member a link to choose a new password, as “forgot” does at the sign-in.

    Nobody sets it for them: they may be in accounts that the actor knows nothing of.
    Raises ValidationError when the mail can't be sent.
    """
    user = membership.user
    form = ResetPasswordForm({"email": user.email})
    if not form.is_valid():
        raise ValidationError(next(iter(form.errors.values())))
    try:
        form.save(request)
    except OSError as error:
        message = _("The mail could not be sent: %(error)s")
        raise ValidationError(message % {"error": error}, code="mail") from error
    audit.record("password", membership, after={"user": user.email})


def _locked(key: str) -> Invitation | None:
    found = open_invitation(key)
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("account")
    return rows.filter(pk=found.pk, digest=digest(key)).first() if found else None


@transaction.atomic
def change_role(membership: Membership, role: str) -> Membership:
    """Gives the member another role.

    Raises ValidationError for a role that the actor may not give or take, and when nobody
    would be left who manages the account's people.
    """
    before = {"role": membership.role}
    if role == membership.role:
        return membership
    _refuse_role(role)
    _refuse_role(membership.role)
    if not allowed(role, Right.MANAGE_PEOPLE):
        _refuse_last(membership)
    membership.role = role
    membership.full_clean()
    membership.save(update_fields=["role"])
    audit.record("change", membership, before, {"role": role})
    access_changes.tell(membership.account, membership.user_id)
    return membership


@transaction.atomic
def remove(membership: Membership) -> None:
    """Ends the membership, and the person's tokens for this account only.

    Raises ValidationError as `change_role` does. The login itself stays.
    """
    _refuse_role(membership.role)
    _refuse_last(membership)
    account, user = membership.account, membership.user
    before: dict[str, Any] = {"user": user.email, "role": membership.role}
    audit.record("remove", membership, before=before)
    ApiToken.objects.filter(user=user, account=account).delete()
    membership.delete()
    access_changes.tell(account, user.pk)


def _refuse_role(role: str) -> None:
    if role not in dict(roles()):
        raise ValidationError({"role": _("You can't give or take this role.")})


def _refuse_last(leaving: Membership) -> None:
    """Two who leave at once wait for each other here."""
    rows = Membership.objects.select_for_update(of=("self",))
    rows = rows.filter(account_id=leaving.account_id).select_related("user")
    managers = {
        row.pk
        for row in rows
        if row.user.is_active and allowed(row.role, Right.MANAGE_PEOPLE)
    }
    if managers == {leaving.pk}:
        message = _("Nobody else manages the people of this account: name one first.")
        raise ValidationError(message, code="last")
