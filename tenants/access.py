"""Rights as one table: role x right. Nothing else decides what somebody may do."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.models.membership import Role


class Right(StrEnum):
    """What a page, a REST resource or a socket asks for."""

    MEMBER = "member"  # to be in the account at all
    VIEW = "view"  # see how the telephone system is set up
    MANAGE = "manage"  # change how the telephone system is set up
    VIEW_CALLS = "view_calls"  # live calls, registrations, everybody's history
    LISTEN = "listen"  # hear recorded calls
    VIEW_LOGS = "view_logs"  # audit and error log
    VIEW_BILLING = "view_billing"  # plan, balance and what was charged
    MANAGE_PEOPLE = "manage_people"  # who may sign in to the account, in which role
    MANAGE_ATTENDANTS = (
        "manage_attendants"  # delete auto attendants, move their extensions
    )
    MANAGE_ACCOUNTS = "manage_accounts"  # accounts below this one; masquerade


# What each right lets one do, for people to read.
WORDS: dict[Right, Promise] = {
    Right.MEMBER: _("Open the account and one's own pages"),
    Right.VIEW: _("See how the telephone system is set up"),
    Right.MANAGE: _("Change how the telephone system is set up"),
    Right.VIEW_CALLS: _("See live calls, registrations and everybody's history"),
    Right.LISTEN: _("Hear recorded calls"),
    Right.VIEW_LOGS: _("Read the audit and the error log"),
    Right.VIEW_BILLING: _("See the plan, the balance and what was charged"),
    Right.MANAGE_PEOPLE: _("Say who may sign in to the account, in which role"),
    Right.MANAGE_ATTENDANTS: _("Delete auto attendants and move their extensions"),
    Right.MANAGE_ACCOUNTS: _("Manage accounts below this one and step into them"),
}

# What the reseller can grant to an account: to the people of which role there.
GRANTABLE: dict[Right, str] = {Right.MANAGE_ATTENDANTS: Role.ADMIN}
_OFFICE = frozenset(Right) - {Right.MANAGE_ACCOUNTS} - GRANTABLE.keys()

RIGHTS: dict[str, frozenset[Right]] = {
    Role.RESELLER_ADMIN: frozenset(Right),
    Role.ADMIN: _OFFICE,
    Role.SUPERVISOR: frozenset(
        {Right.MEMBER, Right.VIEW, Right.VIEW_CALLS, Right.LISTEN}
    ),
    Role.AGENT: frozenset({Right.MEMBER}),
    Role.USER: frozenset({Right.MEMBER}),
    Role.BILLING: frozenset({Right.MEMBER, Right.VIEW_BILLING}),
    Role.READ_ONLY: frozenset({Right.MEMBER, Right.VIEW, Right.VIEW_CALLS}),
}


def allowed(role: str, right: Right, granted: Collection[str] = ()) -> bool:
    """Whether the role has the right, in an account that was granted these besides."""
    if right in granted and GRANTABLE.get(right) == role:
        return True
    return right in RIGHTS.get(role, frozenset())
