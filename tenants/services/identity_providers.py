"""Identity providers of accounts, and whose word counts for whom.

A provider speaks for people of its account and of those below, and for them only while
they belong nowhere else: whoever runs a customer's provider must not become somebody
who manages the reseller.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pbxportal.lib import outward
from pbxportal.lib.outward import Outward
from pbxportal.lib.sealed import seal, unseal
from tenants import audit
from tenants.actor import Actor, acting, required
from tenants.models import Account, IdentityProvider, Membership, User
from tenants.services import brands, objects

WELL_KNOWN = "/.well-known/openid-configuration"
_PURPOSE = "identity providers"
_SECONDS = 8.0
# What a provider must name for a person to be signed in (OpenID Connect Discovery, 3).
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class NotSignedIn(Exception):
    """Why somebody whom a provider knows is not signed in; the text may be shown."""


def providers_of(account: Account) -> QuerySet[IdentityProvider]:
    """The account's own."""
    return IdentityProvider.objects.filter(account=account)


def at_address(account: Account | None) -> list[IdentityProvider]:
    """Those that the sign-in page at an account's address offers.

    At the portal's own (None) those of the master.
    """
    if account is None:
        account = (
            Account.objects.in_use().filter(parent=None).order_by("created_at").first()
        )
    rows = IdentityProvider.objects.filter(account=account, enabled=True)
    return list(rows.select_related("account"))


def addresses_of(account: Account, path: str) -> list[str]:
    """Where a provider may send the account's people back to; it has to know them all."""
    portal = urlsplit(settings.PORTAL_URL)
    owned = [name for each in brands.line_of(account) for name in each.portal_domains]
    own = brands.domain_of(account)
    hosts = [own] if own else []
    hosts += [f"{account.slug}.{name}" for name in [*owned, *settings.PORTAL_DOMAINS]]
    if account.parent_id is None:
        hosts.insert(0, portal.hostname or "")
    port = f":{portal.port}" if portal.port else ""
    found = [f"{portal.scheme}://{host}{port}{path}" for host in hosts]
    return list(dict.fromkeys(found))


def secret_of(provider: IdentityProvider) -> str:
    """The client secret as the provider knows it."""
    return unseal(provider.client_secret, _PURPOSE)


def save(provider: IdentityProvider, secret: str = "") -> None:
    """Stores a provider of the acting account once it has answered.

    An empty secret stays as it is. Raises ValidationError by field.
    """
    if provider._state.adding:
        provider.account = required().account
    if secret:
        provider.client_secret = seal(secret, _PURPOSE)
    elif not provider.client_secret:
        raise ValidationError({"client_secret": _("Enter the client secret.")})
    provider.full_clean()
    if provider.enabled and (why := _fault(provider.issuer)):
        raise ValidationError({"issuer": why})
    objects.save(provider)


@transaction.atomic
def delete(provider: IdentityProvider) -> None:
    """Deletes it with what it knew of people; they sign in by password from then on."""
    SocialAccount.objects.filter(provider=str(provider.pk)).delete()
    objects.delete(provider)


def outward_requests() -> Outward:
    """What may be reached of addresses that accounts have typed in."""
    return Outward(outward.networks(settings.OUTWARD_TRUSTED))


def _fault(issuer: str) -> str:
    """Why nobody could sign in by that issuer; "" if its own description is right."""
    try:
        answer = outward_requests().send(
            "GET", issuer + WELL_KNOWN, b"", {"Accept": "application/json"}, _SECONDS
        )
        told = json.loads(answer.body) if answer.status == 200 else None
    except (outward.Refused, outward.Failed) as error:
        return _("It can't be reached: %s.") % error
    except ValueError:
        told = None
    if not isinstance(told, dict) or not all(told.get(name) for name in _ENDPOINTS):
        return _("No OpenID provider answers there (%s).") % (issuer + WELL_KNOWN)
    if str(told.get("issuer", "")).rstrip("/") != issuer:
        return _("It calls itself %s: enter that.") % told.get("issuer")
    return ""


def person_for(provider: IdentityProvider, email: str, verified: bool) -> User:
    """Whom an address that a provider names belongs to, when it names it first.

    Raises NotSignedIn: nobody signs up, and a provider speaks for its own domains only.
    """
    email = email.strip().lower()
    if not email:
        raise NotSignedIn(_("%s does not tell your e-mail address.") % provider.name)
    if email.rpartition("@")[2] not in provider.domains.split():
        text = _("%(name)s can't be used with %(email)s.")
        raise NotSignedIn(text % {"name": provider.name, "email": email})
    if not (verified or provider.vouches):
        text = _("%(name)s has not verified the address %(email)s.")
        raise NotSignedIn(text % {"name": provider.name, "email": email})
    user = User.objects.filter(email=email, is_active=True).first()
    if user is None:
        text = _("Nobody was invited as %s. Ask who manages your telephone system.")
        raise NotSignedIn(text % email)
    refuse_elsewhere(provider, user)
    return user


def refuse_elsewhere(provider: IdentityProvider, user: User) -> None:
    """Raises NotSignedIn unless the person belongs to the provider's accounts alone."""
    rows = Membership.objects.filter(user=user, account__deleted_at=None)
    paths: Collection[str] = rows.values_list("account__path", flat=True)
    within = [path.startswith(provider.account.path) for path in paths]
    if not within or not all(within):
        text = _("%s can't sign you in: use your password, or ask who manages it.")
        raise NotSignedIn(text % provider.name)


@transaction.atomic
def note_link(provider: IdentityProvider, user: User) -> None:
    """The audit of the provider's account tells whom it speaks for from now on."""
    with acting(Actor(provider.account, user)):
        audit.record("link", provider, {}, {"person": user.email})
