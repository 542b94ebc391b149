"""Brands of accounts: changed, checked, and found for a page or a mail."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pbxportal.lib import pictures
from tenants import audit, branding
from tenants.branding import Brand
from tenants.models import Account, BrandPicture, Domain
from tenants.services import account_settings
from tenants.services.entrance import find_account, forget_accounts

# How large each picture is kept at most, twice the size in which pages show it.
SIZES = {"logo": (480, 64), "favicon": (64, 64)}


def _locked(account: Account) -> Account:
    found: Account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    return found


def line_of(account: Account) -> list[Account]:
    """From the master down to the account itself."""
    rows = Account.objects.in_bulk(account.ancestor_ids())
    return [rows[pk] for pk in account.ancestor_ids() if pk in rows]


def of_account(account: Account) -> Brand:
    """What the account's people know the portal as."""
    known = find_account(account.slug)
    return known.brand if known else branding.resolved(line_of(account))


def of_request(request: HttpRequest) -> Brand:
    """The brand of a page: of the account that is acted in, else of the address.

    Without either that of the person's own account, and of the master. The portal's own
    while the database is away: error pages are shown then, too.
    """
    try:
        return _of_request(request)
    except DatabaseError:
        return Brand()


def _of_request(request: HttpRequest) -> Brand:
    for found in (
        getattr(request, "actor", None),
        getattr(request, "host_account", None),
        getattr(request, "home", None),
    ):
        if found is not None:
            return of_account(found.account)
    master = Account.objects.in_use().filter(parent=None).order_by("created_at").first()
    return of_account(master) if master else Brand()


def base_url(account: Account) -> str:
    """The address under which the account's people reach the portal, without a slash.

    The nearest domain up the tree, else the portal's own.
    """
    portal = urlsplit(settings.PORTAL_URL)
    line = account.ancestor_ids()
    rows = dict(
        Domain.objects.filter(tenant_id__in=line).values_list("tenant_id", "domain")
    )
    name = next((rows[pk] for pk in reversed(line) if pk in rows), None)
    if name is None:
        return settings.PORTAL_URL.rstrip("/")
    port = f":{portal.port}" if portal.port else ""
    return f"{portal.scheme}://{name}{port}"


def domain_of(account: Account) -> str:
    """The account's own domain; empty without one."""
    found = Domain.objects.filter(tenant=account).first()
    return str(found.domain) if found else ""


@transaction.atomic
def store(account: Account, values: dict[str, Any]) -> None:
    """Stores checked values of `branding.TYPED`, and `domain`; empty ones are inherited.

    Raises ValidationError by field. What is not named stays as it is.
    """
    values = dict(values)
    if "domain" in values:
        _move_domain(account, values.pop("domain"))
    said = {**account.branding, **values}
    kept = {name: value for name, value in said.items() if value}
    account_settings.store(account, {"branding": kept})


def refuse_domain(account: Account, name: str) -> None:
    """Raises ValidationError for a domain that is not this account's to use."""
    owned = [own for each in line_of(account) for own in each.portal_domains]
    if not any(name == own or name.endswith(f".{own}") for own in owned):
        listed = ", ".join(owned) or _("none yet")
        message = _(
            "Choose a name at or below a portal domain of this account or one above it "
            "(%(listed)s); who manages the reseller enters those."
        )
        raise ValidationError({"domain": message % {"listed": listed}})
    if Domain.objects.filter(domain=name).exclude(tenant=account).exists():
        raise ValidationError({"domain": _("Another account has this domain.")})


def _move_domain(account: Account, name: str) -> None:
    before = domain_of(account)
    if name == before:
        return
    if name:
        refuse_domain(account, name)
    Domain.objects.filter(tenant=account).delete()
    if name:
        Domain.objects.create(tenant=account, domain=name, is_primary=True)
    audit.record_of_account("change", account, {"domain": before}, {"domain": name})
    transaction.on_commit(forget_accounts)


def refuse_foreign(account: Account | None, names: list[str]) -> None:
    """Raises ValidationError for portal domains that meet those of a stranger."""
    line = set(account.ancestor_ids()) if account else set()
    others = Account.objects.exclude(portal_domains=[]).values_list(
        "pk", "path", "portal_domains"
    )
    for pk, path, theirs in others:
        related = pk in line or (account and str(account.pk) in path)
        for name in () if related else names:
            if any(_meet(name, other) for other in theirs):
                message = _("%(name)s belongs to another account: take it out there.")
                raise ValidationError(message % {"name": name}, code="taken")


def _meet(one: str, other: str) -> bool:
    return f".{one}".endswith(f".{other}") or f".{other}".endswith(f".{one}")


@transaction.atomic
def set_picture(account: Account, kind: str, data: bytes) -> None:
    """Keeps a logo or an icon, written anew; raises ValidationError by `kind`."""
    try:
        made = pictures.as_png(data, *SIZES[kind])
    except pictures.UnfitPicture as error:
        raise ValidationError({kind: _reasons()[error.reason]}) from error
    account = _locked(account)
    digest = hashlib.sha256(made).hexdigest()
    BrandPicture.objects.update_or_create(
        account=account, kind=kind, defaults={"digest": digest, "data": made}
    )
    account_settings.store(account, {"branding": {**account.branding, kind: digest}})


def set_uploaded(account: Account, kind: str, data: bytes) -> None:
    """The same for a form; raises ValidationError by its field `picture`."""
    try:
        set_picture(account, kind, data)
    except ValidationError as error:
        raise ValidationError({"picture": error.message_dict[kind]}) from error


def picture_called(kind: str) -> str:
    """What a delayed save of the picture is called."""
    return f"{_('Branding')}: {BrandPicture.Kind(kind).label}"


@transaction.atomic
def remove_picture(account: Account, kind: str) -> None:
    """From then on the one of the account above counts."""
    account = _locked(account)
    BrandPicture.objects.filter(account=account, kind=kind).delete()
    kept = {name: said for name, said in account.branding.items() if name != kind}
    account_settings.store(account, {"branding": kept})


def _reasons() -> dict[str, str]:
    return {
        "kind": _("Choose a PNG, JPEG or WebP picture; an SVG may carry programs."),
        "bytes": _("At most %s kB: choose a smaller file.")
        % (pictures.MOST_BYTES // 1024),
        "side": _("At most %(most)s × %(most)s pixels: make it smaller.")
        % {"most": pictures.MOST_SIDE},
        "broken": _("This picture can't be read: save it anew and try again."),
    }
