"""What is known of accounts and people; all of it in the public schema."""

from tenants.models.account import Account, Domain
from tenants.models.audit import AuditEntry, ErrorEntry
from tenants.models.masquerade import Masquerade
from tenants.models.membership import Membership
from tenants.models.outbox import OutboxEntry
from tenants.models.token import ApiToken
from tenants.models.user import User

__all__ = [
    "Account",
    "ApiToken",
    "AuditEntry",
    "Domain",
    "ErrorEntry",
    "Masquerade",
    "Membership",
    "OutboxEntry",
    "User",
]
