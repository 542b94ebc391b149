"""Accounts: made with their schema, or not at all."""

from __future__ import annotations

import uuid

from django.db import transaction
from django_tenants.utils import get_public_schema_name, schema_context

from tenants import audit
from tenants.actor import Actor, acting, current
from tenants.models import Account, Membership, User
from tenants.services import entrance, schemas


@transaction.atomic
def create_account(
    name: str,
    slug: str,
    realm: str,
    parent: Account | None = None,
    timezone: str = "UTC",
) -> Account:
    """A new account with its schema, below `parent`.

    Raises ValidationError naming the field when a value is taken or malformed.
    """
    account = Account(
        name=name, slug=slug, realm=realm, parent=parent, timezone=timezone
    )
    account.schema_name = "a_" + slug.replace("-", "_")
    account.id = uuid.uuid4()
    account.path = f"{parent.path if parent else '/'}{account.id}/"
    account.full_clean(exclude=["path"])
    # Whoever makes an account may be in another one; django-tenants insists on this.
    with schema_context(get_public_schema_name()):
        account.save(force_insert=True)
    schemas.create(account.schema_name)
    user = actor.user if (actor := current()) else None
    with acting(Actor(account, user)):
        audit.record("create", account, after=audit.snapshot(account))
    transaction.on_commit(entrance.forget_accounts)
    return account


@transaction.atomic
def add_member(account: Account, user: User, role: str) -> Membership:
    """Gives the person the role in the account, in place of the one they had."""
    membership, _ = Membership.objects.update_or_create(
        user=user, account=account, defaults={"role": role}
    )
    actor = current()
    with acting(Actor(account, actor.user if actor else None)):
        audit.record("member", membership, after={"user": user.email, "role": role})
    return membership
