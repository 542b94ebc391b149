"""Stepping into an account below one's own, and back."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from tenants import audit
from tenants.actor import Actor, acting
from tenants.models import Account, Masquerade, User
from tenants.models.membership import Role
from tenants.services.entrance import manages

DURATION = timedelta(hours=2)


@transaction.atomic
def begin(user: User, account: Account, reason: str) -> Masquerade:
    """Opens a masquerade for two hours; an open one is ended first.

    Raises PermissionDenied unless the person manages accounts in an ancestor.
    """
    if not manages(user, account):
        raise PermissionDenied
    now = timezone.now()
    user.masquerades.filter(account=account, ended_at=None).update(ended_at=now)
    opened = Masquerade.objects.create(
        user=user, account=account, reason=reason, expires_at=now + DURATION
    )
    with acting(Actor(account, user, Role.RESELLER_ADMIN, opened)):
        audit.record("masquerade", opened)
    return opened


@transaction.atomic
def end(masquerade: Masquerade) -> None:
    """Closes the masquerade; what follows needs a new one."""
    masquerade.ended_at = timezone.now()
    masquerade.save(update_fields=["ended_at"])
    account = masquerade.account
    with acting(Actor(account, masquerade.user, Role.RESELLER_ADMIN, masquerade)):
        audit.record("masquerade_end", masquerade)
