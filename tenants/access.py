"""Rights as one table: role x right. Nothing else decides what somebody may do."""

from __future__ import annotations

from enum import StrEnum

from tenants.models.membership import Role


class Right(StrEnum):
    """What a page, a REST resource or a socket asks for."""

    MEMBER = "member"  # to be in the account at all
    VIEW = "view"  # see how the telephone system is set up
    MANAGE = "manage"  # change how the telephone system is set up
    VIEW_CALLS = "view_calls"  # live calls, registrations, everybody's history
    VIEW_LOGS = "view_logs"  # audit and error log
    MANAGE_ACCOUNTS = "manage_accounts"  # accounts below this one; masquerade


_ALL_BUT_ACCOUNTS = frozenset(Right) - {Right.MANAGE_ACCOUNTS}

RIGHTS: dict[str, frozenset[Right]] = {
    Role.RESELLER_ADMIN: frozenset(Right),
    Role.ADMIN: _ALL_BUT_ACCOUNTS,
    Role.SUPERVISOR: frozenset({Right.MEMBER, Right.VIEW, Right.VIEW_CALLS}),
    Role.AGENT: frozenset({Right.MEMBER}),
    Role.USER: frozenset({Right.MEMBER}),
    Role.BILLING: frozenset({Right.MEMBER}),
    Role.READ_ONLY: frozenset({Right.MEMBER, Right.VIEW, Right.VIEW_CALLS}),
}


def allowed(role: str, right: Right) -> bool:
    """Whether the role has the right."""
    return right in RIGHTS.get(role, frozenset())
