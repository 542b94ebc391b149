"""Who changed what, and what went wrong."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from tenants.models.account import Account
from tenants.models.masquerade import Masquerade
from tenants.models.user import User


class AuditEntry(models.Model):
    """One change, written in the transaction of the change. Never altered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    masquerade = models.ForeignKey(
        Masquerade, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(fields=["account", "-at"], name="audit_account_at")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.label}"


class ErrorEntry(models.Model):
    """What failed in an account, for its admins to read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=40)
    message = models.TextField()

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(fields=["account", "-at"], name="error_account_at")
        ]

    def __str__(self) -> str:
        return self.message
