"""A reseller's admin acting in an account below the reseller."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account
from tenants.models.user import User


class Masquerade(models.Model):
    """Open from `started_at` until `expires_at` or until it is ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="masquerades")
    account = models.ForeignKey(Account, models.CASCADE, related_name="masquerades")
    reason = models.CharField(_("reason"), max_length=200)
    started_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "account"],
                condition=models.Q(ended_at=None),
                name="one_open_masquerade",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"
