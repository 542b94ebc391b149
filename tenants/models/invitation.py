"""Who has been asked to join an account and has not answered yet."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account
from tenants.models.membership import Role
from tenants.models.user import User


class Invitation(models.Model):
    """Open until `expires_at` (UTC), until it is taken up or taken back.

    The link's key is sent and not kept, only its digest.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)
    expires_at = models.DateTimeField(_("good until"))

    class Meta:
        ordering: ClassVar = ["email"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "email"], name="one_invitation_an_address"
            )
        ]

    def __str__(self) -> str:
        return self.email
