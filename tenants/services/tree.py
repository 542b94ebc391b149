"""The tree of accounts: moving, suspending, deleting and restoring what is below one.

Each function is done by somebody who manages accounts in an account above (the current
actor) and is noted there and in the account itself. One that is not below the actor's
account does not exist for them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants import access_changes, audit, units
from tenants.access import Right
from tenants.actor import Actor, acting, required
from tenants.models import Account
from tenants.services import blocks, entrance, schemas, tree_lock

# What else is removed for good with an account: files, mostly. Safe to call twice.
removers: list[Callable[[Account], None]] = []

# How long a deleted account can be restored.
KEPT = timedelta(days=30)


@transaction.atomic
def change(account: Account) -> Account:
    """Stores a changed name or time zone; callflows follow the account's clock."""
    stored = reached(account)
    before = audit.snapshot(stored)
    account.full_clean(exclude=["path"])
    account.save(update_fields=["name", "timezone"])
    after = audit.snapshot(account)
    if before != after:
        _changed("change", account, before, after)
        _publish_all(account)
    return account


@transaction.atomic
def move(account: Account, parent: Account) -> None:
    """Puts the account, with all below it, under another parent.

    Raises ValidationError for `parent` when it is the account itself or below it.
    """
    tree_lock.alone()
    account, parent = reached(account), reached(parent, or_own=True)
    if parent.is_within(account):
        message = _("An account can't be moved below itself: choose one outside of it.")
        raise ValidationError({"parent": message})
    if parent.pk == account.parent_id:
        return
    before, old = {"parent": str(account.parent)}, account.path
    account.parent = parent
    account.save(update_fields=["parent"])
    rest = Substr(F("path"), len(old) + 1)
    moved = Account.objects.filter(path__startswith=old)
    moved.update(path=Concat(Value(f"{parent.path}{account.pk}/"), rest))
    blocks.leave(account.pk)
    _changed("move", account, before, {"parent": str(parent)})
    publish_outbound(account)


@transaction.atomic
def suspend(account: Account, reason: str) -> None:
    """Closes the account, and all below it, to its people and for calls to the outside.

    Calls inside, calls from outside and emergency calls go on.
    """
    account = reached(account)
    if account.suspended_at:
        return
    account.suspended_at, account.suspended_for = timezone.now(), reason
    account.full_clean(exclude=["path"])
    account.save(update_fields=["suspended_at", "suspended_for"])
    _changed("suspend", account, {}, {"reason": reason})
    publish_outbound(account)


@transaction.atomic
def resume(account: Account) -> None:
    """Opens a suspended account again; one above may still hold it closed."""
    account = reached(account)
    if account.suspended_at is None:
        return
    before = {"reason": account.suspended_for}
    account.suspended_at, account.suspended_for = None, ""
    account.save(update_fields=["suspended_at", "suspended_for"])
    _changed("resume", account, before, {})
    publish_outbound(account)


@transaction.atomic
def delete(account: Account, name: str) -> None:
    """Takes the account out of service; for `KEPT` it can be restored.

    Its telephones, numbers and callflows are taken from Asterisk, its people can't enter.
    `name` is what the person has typed to confirm. Raises ValidationError when that is
    another one, or when there are accounts below.
    """
    account = reached(account)
    if name.strip() != account.name:
        message = _("Type the name exactly as it is: %(name)s.")
        raise ValidationError({"name": message % {"name": account.name}})
    if Account.objects.below(account).filter(deleted_at=None).exists():
        message = _("There are accounts below this one: move or delete them first.")
        raise ValidationError(message, code="in_use")
    account.deleted_at = timezone.now()
    account.save(update_fields=["deleted_at"])
    _changed("delete", account, {}, {})
    _publish_all(account)


@transaction.atomic
def restore(account: Account) -> None:
    """Brings a deleted account back as it was.

    Raises ValidationError while the account above it is deleted.
    """
    account = reached(account)
    if account.deleted_at is None:
        return
    if account.parent and account.parent.deleted_at:
        message = _("The account above it is deleted: restore that one first.")
        raise ValidationError(message, code="parent")
    account.deleted_at = None
    account.save(update_fields=["deleted_at"])
    _changed("restore", account, {}, {})
    _publish_all(account)


def purge_due() -> int:
    """Removes for good what was deleted longer than `KEPT` ago; gives how many."""
    due = Account.objects.filter(deleted_at__lt=timezone.now() - KEPT)
    # The lowest first: an account can't go before those below it.
    gone = sorted(due.select_related("parent"), key=lambda a: -len(a.path))
    for account in gone:
        _purge(account)
    return len(gone)


@transaction.atomic
def _purge(account: Account) -> None:
    if account.parent:
        with acting(Actor(account.parent)):
            audit.record("purge", account, before={"name": account.name})
    for remove in removers:
        remove(account)
    schemas.drop(account.schema_name)
    account.delete()


def reached(account: Account, or_own: bool = False) -> Account:
    """The account as it is now, locked; raises PermissionDenied outside of one's reach."""
    actor = required()
    rows = Account.objects.select_for_update(of=("self",))
    found: Account = rows.get(pk=account.pk)
    own = actor.account.pk == found.pk
    reachable = found.is_within(Account.objects.get(pk=actor.account.pk))
    if not actor.may(Right.MANAGE_ACCOUNTS) or not reachable or (own and not or_own):
        raise PermissionDenied
    return found


def _changed(
    verb: str, account: Account, before: dict[str, Any], after: dict[str, Any]
) -> None:
    audit.record_of_account(verb, account, before, after)
    transaction.on_commit(entrance.forget_accounts)
    access_changes.tell(account)


def publish_outbound(account: Account) -> None:
    """Brings to Asterisk again what the account and all below it may call outside, and by whose carriers."""
    within = Q(pk=account.pk) | Q(path__contains=f"/{account.pk}/")
    for each in Account.objects.filter(within, deleted_at=None):
        with acting(Actor(each)):
            units.touch(units.Unit.OUTBOUND)


def _publish_all(account: Account) -> None:
    with acting(Actor(account)):
        units.touch_all()
