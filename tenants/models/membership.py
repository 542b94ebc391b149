"""Which role a person holds in which account."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account
from tenants.models.user import User


class Role(models.TextChoices):
    """What each may do stands in tenants/access.py."""

    RESELLER_ADMIN = "reseller_admin", _("Reseller admin")
    ADMIN = "admin", _("Office manager")
    SUPERVISOR = "supervisor", _("Supervisor")
    AGENT = "agent", _("Agent")
    USER = "user", _("User")
    BILLING = "billing", _("Billing")
    READ_ONLY = "read_only", _("Read only")


class Membership(models.Model):
    """One person's role in one account; a person may have several accounts."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "account"], name="one_role_an_account"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
