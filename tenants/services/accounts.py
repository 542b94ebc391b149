"""Accounts: made with their schema, or not at all."""

from __future__ import annotations

import logging
import secrets
import uuid
from collections.abc import Callable

from django.db import DatabaseError, transaction
from django.utils.timezone import now

from tenants import audit, outbox, units
from tenants.actor import Actor, acting, current
from tenants.models import Account, Membership, User
from tenants.services import entrance, objects, schemas, tree_lock

log = logging.getLogger(__name__)


def suggest_realm(parent: Account) -> str:
    """A realm that nobody has, under the parent's own: a random label."""
    return f"{secrets.token_hex(4)}.{parent.realm}"


# The outbox's request to make the schema of an account; key: the account's id.
KIND = "account"


@transaction.atomic
def request_account(
    name: str,
    slug: str,
    realm: str,
    parent: Account | None = None,
    timezone: str = "UTC",
) -> Account:
    """A new account below `parent`, which a worker makes ready.

    The names are taken from now on: of two people who ask for the same, the second gets
    the error. Raises ValidationError naming the field when a value is taken or malformed.
    """
    account = Account(
        name=name, slug=slug, realm=realm, parent=parent, timezone=timezone
    )
    _enter_in_tree(account)
    with acting(Actor(account)):
        outbox.put(KIND, str(account.pk))
    return account


@transaction.atomic
def create_account(
    name: str,
    slug: str,
    realm: str,
    parent: Account | None = None,
    timezone: str = "UTC",
) -> Account:
    """A new account with its schema, below `parent`, or nothing at all.

    Raises ValidationError naming the field when a value is taken or malformed.
    """
    account = Account(
        name=name, slug=slug, realm=realm, parent=parent, timezone=timezone
    )
    _enter_in_tree(account)
    make_ready(account)
    return account


def _enter_in_tree(account: Account) -> None:
    account.schema_name = "a_" + account.slug.replace("-", "_")
    account.id = uuid.uuid4()
    tree_lock.beside_others()
    account.path = f"{_path_of(account.parent)}{account.id}/"
    account.full_clean(exclude=["path"])
    objects.store(account)
    user = actor.user if (actor := current()) else None
    with acting(Actor(account, user)):
        audit.record("create", account, after=audit.snapshot(account))


def _path_of(parent: Account | None) -> str:
    """As it is now: the parent may have been moved since it was read."""
    if parent is None:
        return "/"
    parent.refresh_from_db(fields=["path"])
    return parent.path


@transaction.atomic
def make_ready(account: Account) -> None:
    """Makes the account's schema, unless it is there already."""
    if account.ready_at is None:
        schemas.create(account.schema_name)
        account.ready_at, account.creation_error = now(), ""
        account.save(update_fields=["ready_at", "creation_error"])
        with acting(Actor(account)):
            units.touch(units.Unit.OUTBOUND)
        transaction.on_commit(entrance.forget_accounts)


def carry_out(account: Account, keys: list[str]) -> None:
    """The outbox's handler: a failure is kept with the account, for the page to show."""
    try:
        make_ready(account)
    except DatabaseError as error:
        log.exception("account %s was not made", account.slug)
        Account.objects.filter(pk=account.pk).update(creation_error=str(error))


@transaction.atomic
def try_again(account: Account) -> None:
    """Asks a worker once more to make an account that could not be made."""
    Account.objects.filter(pk=account.pk).update(creation_error="")
    with acting(Actor(account)):
        outbox.put(KIND, str(account.pk))


# Called inside an account with who has come into it; higher apps fill it.
followers: list[Callable[[Account, User], None]] = []


@transaction.atomic
def add_member(account: Account, user: User, role: str) -> Membership:
    """Gives the person the role in the account, in place of the one they had."""
    membership, _ = Membership.objects.update_or_create(
        user=user, account=account, defaults={"role": role}
    )
    actor = current()
    with acting(Actor(account, actor.user if actor else None)):
        audit.record("member", membership, after={"user": user.email, "role": role})
        for follow in followers if account.ready_at else ():
            follow(account, user)
    return membership
