"""May this person act in this account, and as what?

The one place that answers; the page middleware, the REST classes and the socket
consumers all ask here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants import applications, branding
from tenants.access import Right, allowed
from tenants.actor import Actor
from tenants.branding import Brand
from tenants.models import Account, Domain, Masquerade, Membership, User

# Looked up at each request; unknown names too, so that a scan costs no queries.
_CACHE_SECONDS = 5.0
_CACHE_SIZE = 10_000


@dataclass(frozen=True)
class Known:
    """An account in use; `above` are its ancestors, the master first.

    `open` are the ids of those among them, and of itself, that neither are suspended nor
    stand below a suspended one. `closed` are the applications that it does not see, and
    `closed_places` where those are. `brand` is what its people know the portal as.
    """

    account: Account
    above: tuple[UUID, ...]
    open: frozenset[UUID]
    closed: frozenset[str]
    closed_places: frozenset[str]
    brand: Brand

    @property
    def suspended(self) -> bool:
        """Whether it, or one above it, is suspended."""
        return self.account.pk not in self.open


class Suspended(PermissionDenied):
    """A member's account is suspended; the message may be shown."""


_cache: dict[str, tuple[float, Known | None]] = {}


def find_account(slug: str) -> Known | None:
    """The account of that short name, as it was at most five seconds ago.

    Deleted ones and those still being made are unknown.
    """
    now = time.monotonic()
    found = _cache.get(slug)
    if found and found[0] > now:
        return found[1]
    known = _look_up(slug)
    if len(_cache) >= _CACHE_SIZE:
        _cache.clear()
    _cache[slug] = (now + _CACHE_SECONDS, known)
    return known


def _look_up(slug: str) -> Known | None:
    account = Account.objects.in_use().filter(slug=slug).first()
    if account is None:
        return None
    path = account.ancestor_ids()
    rows = Account.objects.in_bulk(path)
    line = [rows[pk] for pk in path]
    first = next((n for n, each in enumerate(line) if each.suspended_at), len(path))
    closed = applications.closed_keys(line)
    places = applications.closed_places(closed)
    above = tuple(path[:-1])
    brand = branding.resolved(line)
    return Known(account, above, frozenset(path[:first]), closed, places, brand)


_hosts: dict[str, tuple[float, str]] = {}


def account_of_host(host: str) -> Known | None:
    """The account whose address the host name is; None for no account's.

    Its own domain, or its short name before a portal domain: the portal's own ones, or
    those of an account that it stands below.
    """
    now = time.monotonic()
    found = _hosts.get(host)
    if found is None or found[0] <= now:
        if len(_hosts) >= _CACHE_SIZE:
            _hosts.clear()
        found = _hosts[host] = (now + _CACHE_SECONDS, _slug_of(host))
    return find_account(found[1]) if found[1] else None


def _slug_of(host: str) -> str:
    domain = Domain.objects.filter(domain=host).select_related("tenant").first()
    if domain:
        return str(domain.tenant.slug)
    slug, _dot, rest = host.partition(".")
    known = find_account(slug) if rest else None
    if known is None:
        return ""
    line = [*known.above, known.account.pk]
    theirs = Account.objects.filter(pk__in=line, portal_domains__contains=[rest])
    return slug if rest in settings.PORTAL_DOMAINS or theirs.exists() else ""


def is_open(account: Account, place: str) -> bool:
    """Whether the account sees the application at the place (`tenants.applications`)."""
    return place not in closed_places(account)


def closed_places(account: Account) -> frozenset[str]:
    """The places of the applications that the account does not see."""
    known = find_account(account.slug)
    return known.closed_places if known else frozenset()


def closed_applications(account: Account) -> frozenset[str]:
    """Keys of the applications that the account does not see."""
    known = find_account(account.slug)
    return known.closed if known else frozenset()


def forget_accounts() -> None:
    """Empties this process's caches of accounts, after one was made or changed."""
    _cache.clear()
    _hosts.clear()


def enter(user: User, slug: str) -> Actor | None:
    """The person as an actor in the account; None when they have no business there.

    A member acts in their role. Somebody who may manage accounts in an ancestor acts
    there while their masquerade is open. Raises Suspended to a member of an account that
    is suspended; who manages it from above can still enter.
    """
    known = find_account(slug)
    if known is None or not user.is_active:
        return None
    account = known.account
    membership = Membership.objects.filter(user=user, account=account).first()
    if membership:
        if known.suspended:
            raise Suspended(_("This account is suspended. Please ask who manages it."))
        return Actor(account, user, membership.role)
    masquerade = open_masquerade(user, account)
    if masquerade and manages(user, known):
        return Actor(account, user, masquerade.role, masquerade)
    return None


def enter_anew(user: User, slug: str) -> Actor | None:
    """`enter` for somebody who came in long ago: nothing remembered is believed."""
    forget_accounts()
    known = User.objects.filter(pk=user.pk).first()
    return enter(known, slug) if known else None


def enter_for_later(
    user: User | None, slug: str, masquerade: Masquerade | None
) -> Actor:
    """Who asked for something to be done now, as what they may be by now.

    A masquerade that they asked in may be over; what gave them the right to it must still
    be there. Raises PermissionDenied for who has no business in the account any more.
    """
    actor = enter_anew(user, slug) if user else None
    known = find_account(slug)
    if actor is None and masquerade and user and known and manages(user, known):
        actor = Actor(known.account, user, masquerade.role, masquerade)
    if actor is None:
        raise PermissionDenied(
            _("Who asked for it may not act in the account any more.")
        )
    return actor


def open_masquerade(user: User, account: Account) -> Masquerade | None:
    """The person's masquerade in the account that is neither ended nor expired."""
    rows = Masquerade.objects.filter(
        user=user, account=account, ended_at=None, expires_at__gt=timezone.now()
    )
    return rows.select_related("seen_as").first()


def manages(user: User, known: Known) -> bool:
    """Whether the person may manage accounts in an ancestor that is open."""
    return managing_account(user, known) is not None


def managing_account(user: User, known: Known) -> UUID | None:
    """The nearest open ancestor in which the person may manage accounts."""
    ancestors = [pk for pk in known.above if pk in known.open]
    rows = Membership.objects.filter(user=user, account_id__in=ancestors)
    roles = dict(rows.values_list("account_id", "role"))
    for pk in reversed(ancestors):
        if pk in roles and allowed(roles[pk], Right.MANAGE_ACCOUNTS):
            return pk
    return None
