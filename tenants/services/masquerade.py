"""Stepping into an account below one's own, and back."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenants import access_changes, audit
from tenants.actor import Actor, acting
from tenants.models import Account, Masquerade, Membership, User
from tenants.models.masquerade import Ending
from tenants.models.membership import Role
from tenants.services.entrance import find_account, managing_account

# For how many minutes one can enter, and what is proposed.
DURATIONS = (30, 60, 240, 480)
PROPOSED = 60
# Entries of the audit that are no changes of the account.
BOUNDS = ("masquerade", "masquerade_end")


def durations() -> list[int]:
    """The minutes that there are to choose from, as far as the setting allows."""
    most = settings.MASQUERADE_MINUTES
    return [minutes for minutes in DURATIONS if minutes <= most] or [most]


def proposed() -> int:
    """What is taken unless something else is chosen."""
    offered = durations()
    return PROPOSED if PROPOSED in offered else offered[-1]


def in_words(minutes: int) -> str:
    """A duration, for people to read."""
    if minutes % 60:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    hours = minutes // 60
    return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}


@transaction.atomic
def begin(
    user: User,
    account: Account,
    reason: str,
    minutes: int | None = None,
    seen_as: Membership | None = None,
) -> Masquerade:
    """Opens a masquerade for one of `durations()`; an open one is ended first.

    With `seen_as`, a membership there, the person may do what that member may, no more.

    Raises PermissionDenied unless the person manages accounts in an ancestor, and
    ValidationError on `minutes`, or when the account is not in use.
    """
    known = find_account(account.slug)
    if known is None:
        message = _("“%(name)s” can't be entered: it is deleted or still being made.")
        raise ValidationError(message % {"name": account}, code="closed")
    above = managing_account(user, known)
    if above is None:
        raise PermissionDenied
    minutes = proposed() if minutes is None else minutes
    if minutes not in durations():
        offered = ", ".join(map(str, durations()))
        raise ValidationError({"minutes": _("One of: %s.") % offered})
    now = timezone.now()
    _close(user, account)
    opened = Masquerade.objects.create(
        user=user,
        account=account,
        from_account_id=above,
        role=seen_as.role if seen_as else Role.RESELLER_ADMIN,
        seen_as=seen_as.user if seen_as else None,
        reason=reason,
        expires_at=now + timedelta(minutes=minutes),
    )
    with acting(Actor(account, user, opened.role, opened)):
        audit.record("masquerade", opened)
    return opened


def _close(user: User, account: Account) -> None:
    """Ends the one that the person has open there, or that has ended by itself."""
    now = timezone.now()
    rows = user.masquerades.filter(account=account, ended_at=None)
    expired = rows.filter(expires_at__lte=now)
    expired.update(ended_at=F("expires_at"), ending=Ending.EXPIRED)
    rows.update(ended_at=now, ending=Ending.REPLACED)


@transaction.atomic
def end(masquerade: Masquerade) -> None:
    """Closes the masquerade; what follows needs a new one."""
    masquerade.ended_at, masquerade.ending = timezone.now(), Ending.LEFT
    masquerade.save(update_fields=["ended_at", "ending"])
    account = masquerade.account
    access_changes.tell(account, masquerade.user_id)
    with acting(Actor(account, masquerade.user, masquerade.role, masquerade)):
        audit.record("masquerade_end", masquerade)


def of(account: Account) -> QuerySet[Masquerade]:
    """Who was in the account, the latest first, with `changes`: how many they made."""
    made = Q(entries__account=account) & ~Q(entries__verb__in=BOUNDS)
    rows = Masquerade.objects.filter(account=account)
    rows = rows.select_related("user", "from_account", "seen_as")
    return rows.annotate(changes=Count("entries", filter=made))
