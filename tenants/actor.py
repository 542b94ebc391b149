"""Who is acting, and in which account.

Set at every entrance (page, REST, socket, task, command) by `acting()`; read by the
audit and by the pages. Nothing below asks for the request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection as _connection
from django_tenants.utils import get_public_schema_name

from tenants.access import Right, allowed

if TYPE_CHECKING:
    from tenants.models import Account, Masquerade, User


# django-tenants gives connections a tenant, which the type stubs do not know.
connection: Any = _connection


@dataclass(frozen=True)
class Actor:
    """A person in an account; `masquerade` when they are there for the reseller.

    The system itself (a task, a command) is an actor without a user.
    """

    account: Account
    user: User | None = None
    role: str = ""
    masquerade: Masquerade | None = None

    def may(self, right: Right) -> bool:
        """Whether this actor has the right in this account."""
        granted = self.account.granted
        return self.user is None or allowed(self.role, right, granted)


_current: ContextVar[Actor | None] = ContextVar("actor", default=None)


def current() -> Actor | None:
    """The actor of this request, socket call, task or command; None outside of them."""
    return _current.get()


def required() -> Actor:
    """The actor, where nothing can be done without one."""
    actor = current()
    if actor is None:
        raise RuntimeError("this belongs to an account: wrap it in acting()")
    return actor


@contextmanager
def acting(actor: Actor) -> Iterator[Actor]:
    """Acts as this actor: in the account's schema, and named in the audit.

    Leaves to the schema that was entered before, so that nested entries (a command that
    walks all accounts) are safe.
    """
    token = _current.set(actor)
    before = connection.tenant
    connection.set_tenant(actor.account)
    try:
        yield actor
    finally:
        connection.set_tenant(before)
        _current.reset(token)


def acting_in(account: Account) -> AbstractContextManager[Actor]:
    """The same person goes on in another account, such as one below."""
    actor = required()
    return acting(Actor(account, actor.user, actor.role, actor.masquerade))


def leave() -> None:
    """Back to the public schema, whatever happened."""
    if connection.schema_name != get_public_schema_name():
        connection.set_schema_to_public()
