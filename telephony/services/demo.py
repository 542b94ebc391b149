"""The demo: a reseller with two companies, and the file that tells how to get in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from devices.services import renew_password
from devices.sip import password_digest
from extensions.models import Seat
from extensions.services.seats import NewSeat, create_seat
from telephony import nodes
from tenants.actor import Actor, acting
from tenants.models import Account, ApiToken, User
from tenants.models.membership import Role
from tenants.models.token import digest
from tenants.services.accounts import add_member, create_account

DOMAIN = "pbx.test"


@dataclass(frozen=True)
class Company:
    """An account of the demo with the extensions and names of its people."""

    slug: str
    name: str
    timezone: str
    people: tuple[tuple[str, str, str], ...]


COMPANIES = (
    Company(
        "acme",
        "Acme Tools",
        "America/Vancouver",
        (("1001", "Alex", "Kim"), ("1002", "Robin", "Singh")),
    ),
    Company(
        "globex",
        "Globex",
        "America/St_Johns",
        (("1001", "Sam", "Ferreira"), ("1002", "Kit", "Okafor")),
    ),
)
LOGINS = (
    ("operator", "operator@pbx.test", "Operator", Role.RESELLER_ADMIN),
    ("reseller", "reseller@pbx.test", "Reseller admin", Role.RESELLER_ADMIN),
    ("acme", "manager@acme.pbx.test", "Acme's office manager", Role.ADMIN),
    ("globex", "manager@globex.pbx.test", "Globex's office manager", Role.ADMIN),
)


# What higher apps add to the demo; each makes what is missing.
parts: list[Callable[[], None]] = []


@transaction.atomic
def load() -> list[str]:
    """Makes what is missing of the demo; gives the short names of new accounts."""
    made: list[str] = []
    operator = _account(made, "operator", "Operator", None)
    reseller = _account(made, "reseller", "Demo Reseller", operator)
    for company in COMPANIES:
        account = _account(made, company.slug, company.name, reseller, company.timezone)
        with acting(Actor(account)):
            for extension, first, last in company.people:
                if not Seat.objects.filter(user__extension=extension).exists():
                    email = f"{first.lower()}@{company.slug}.pbx.test"
                    create_seat(NewSeat(first, extension, last, email))
    for slug, email, name, role in LOGINS:
        user = User.objects.filter(email=email).first()
        user = user or User.objects.create_user(email, name=name)
        add_member(Account.objects.get(slug=slug), user, role)
    for part in parts:
        part()
    return made


def _account(
    made: list[str], slug: str, name: str, parent: Account | None, timezone: str = "UTC"
) -> Account:
    account: Account | None = Account.objects.filter(slug=slug).first()
    if account is None:
        account = create_account(name, slug, f"{slug}.{DOMAIN}", parent, timezone)
        made.append(slug)
    return account


@transaction.atomic
def write_access_file(path: Path) -> None:
    """Writes how to sign in, call and program the demo.

    Passwords are not stored anywhere else, so what the file names already and still
    works is kept; the rest gets new ones.
    """
    old = json.loads(path.read_text()) if path.exists() else {}
    accounts = [_account_entry(company.slug, old) for company in COMPANIES]
    logins = [_login_entry(slug, email, old) for slug, email, *_ in LOGINS]
    addresses = nodes.load()
    content = {
        "portal": settings.PORTAL_URL,
        "sip": addresses[0].sip if addresses else "",
        "accounts": accounts,
        "reseller": {
            "slug": "reseller",
            "token": _token("reseller", old.get("reseller", {})),
        },
        "asterisk": {
            "ami": f"{addresses[0].ami_host}:{addresses[0].ami_port}"
            if addresses
            else "",
            "spool": str(addresses[0].records) if addresses else "",
        },
        "logins": logins,
    }
    temporary = path.with_suffix(".part")
    temporary.touch(mode=0o600)
    temporary.write_text(json.dumps(content, indent=2) + "\n")
    temporary.replace(path)


def _account_entry(slug: str, old: dict[str, Any]) -> dict[str, Any]:
    known: dict[str, Any] = next(
        (e for e in old.get("accounts", ()) if e["slug"] == slug), {}
    )
    account = Account.objects.get(slug=slug)
    passwords = {s["sip_username"]: s["sip_password"] for s in known.get("seats", ())}
    with acting(Actor(account)):
        seats = [
            _seat_entry(account, seat, passwords)
            for seat in Seat.objects.select_related("user", "device")
        ]
    token = _token(slug, known)
    return {"slug": slug, "realm": account.realm, "token": token, "seats": seats}


def _seat_entry(
    account: Account, seat: Seat, passwords: dict[str, str]
) -> dict[str, str]:
    device = seat.device
    password = passwords.get(device.sip_username, "")
    now = password_digest(device.sip_username, account.realm, password)
    if now != device.password_digest:
        password = renew_password(device)
    return {
        "extension": seat.user.extension,
        "sip_username": device.sip_username,
        "sip_password": password,
    }


def _token(slug: str, known: dict[str, Any]) -> str:
    key: str = known.get("token", "")
    if ApiToken.objects.filter(digest=digest(key)).exists():
        return key
    user = User.objects.filter(memberships__account__slug=slug).order_by("email")[0]
    return ApiToken.issue(user, "Demo")[1]


def _login_entry(slug: str, email: str, old: dict[str, Any]) -> dict[str, str]:
    known: dict[str, Any] = next(
        (e for e in old.get("logins", ()) if e["email"] == email), {}
    )
    user = User.objects.get(email=email)
    password = known.get("password", "")
    if not user.check_password(password):
        password = secrets.token_urlsafe(9)
        user.set_password(password)
        user.save(update_fields=["password"])
    return {"role": slug, "email": email, "password": password}
