"""May this person act in this account, and as what?

The one place that answers; the page middleware, the REST classes and the socket
consumers all ask here.
"""

from __future__ import annotations

import time

from django.utils import timezone

from tenants.access import Right, allowed
from tenants.actor import Actor
from tenants.models import Account, Masquerade, Membership, User
from tenants.models.membership import Role

# Looked up at each request; unknown names too, so that a scan costs no queries.
_CACHE_SECONDS = 5.0
_CACHE_SIZE = 10_000
_cache: dict[str, tuple[float, Account | None]] = {}


def find_account(slug: str) -> Account | None:
    """The account of that short name, as it was at most five seconds ago."""
    now = time.monotonic()
    known = _cache.get(slug)
    if known and known[0] > now:
        return known[1]
    account: Account | None = Account.objects.filter(slug=slug).first()
    if len(_cache) >= _CACHE_SIZE:
        _cache.clear()
    _cache[slug] = (now + _CACHE_SECONDS, account)
    return account


def forget_accounts() -> None:
    """Empties this process's cache of accounts, after one was made or changed."""
    _cache.clear()


def enter(user: User, slug: str) -> Actor | None:
    """The person as an actor in the account; None when they have no business there.

    A member acts in their role. Somebody who may manage accounts in an ancestor acts
    there while their masquerade is open.
    """
    account = find_account(slug)
    if account is None or not user.is_active:
        return None
    membership = Membership.objects.filter(user=user, account=account).first()
    if membership:
        return Actor(account, user, membership.role)
    masquerade = open_masquerade(user, account)
    if masquerade and manages(user, account):
        return Actor(account, user, Role.RESELLER_ADMIN, masquerade)
    return None


def open_masquerade(user: User, account: Account) -> Masquerade | None:
    """The person's masquerade in the account that is neither ended nor expired."""
    return Masquerade.objects.filter(
        user=user, account=account, ended_at=None, expires_at__gt=timezone.now()
    ).first()


def manages(user: User, account: Account) -> bool:
    """Whether the person may manage accounts in an ancestor of this one."""
    ancestors = [pk for pk in account.ancestor_ids() if pk != account.pk]
    roles = Membership.objects.filter(user=user, account_id__in=ancestors)
    return any(
        allowed(role, Right.MANAGE_ACCOUNTS)
        for role in roles.values_list("role", flat=True)
    )
