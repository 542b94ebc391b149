"""What is known of accounts and people; all of it in the public schema."""

from tenants.models.account import Account, Domain
from tenants.models.audit import AuditEntry, ErrorEntry, Severity
from tenants.models.contact import Contact, ContactCode
from tenants.models.delayed_save import DelayedSave, SaveState
from tenants.models.identity_provider import IdentityProvider
from tenants.models.invitation import Invitation
from tenants.models.masquerade import Masquerade
from tenants.models.membership import Membership
from tenants.models.number_block import NumberBlock, NumberRange
from tenants.models.outbox import OutboxEntry
from tenants.models.picture import BrandPicture
from tenants.models.token import ApiToken
from tenants.models.user import User

__all__ = [
    "Account",
    "ApiToken",
    "AuditEntry",
    "BrandPicture",
    "Contact",
    "ContactCode",
    "DelayedSave",
    "Domain",
    "ErrorEntry",
    "IdentityProvider",
    "Invitation",
    "Masquerade",
    "Membership",
    "NumberBlock",
    "NumberRange",
    "OutboxEntry",
    "SaveState",
    "Severity",
    "User",
]
