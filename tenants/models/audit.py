"""Who changed what, and what went wrong."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account
from tenants.models.masquerade import Masquerade
from tenants.models.user import User


class AuditEntry(models.Model):
    """One change, written in the transaction of the change. Never altered.

    `request_id` and `address` tell where it came from; empty for what the portal does by
    itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    masquerade = models.ForeignKey(
        Masquerade, models.SET_NULL, null=True, related_name="entries"
    )
    request_id = models.CharField(max_length=64, blank=True)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    object_id = models.UUIDField(null=True)
    label = models.CharField(max_length=200)
    changes = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(fields=["account", "-at"], name="audit_account_at"),
            models.Index(fields=["account", "user"], name="audit_account_user"),
            models.Index(fields=["account", "kind"], name="audit_account_kind"),
            models.Index(fields=["object_id"], name="audit_object"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.label}"


class Severity(models.TextChoices):
    """Whether somebody has to do something about it."""

    ERROR = "error", _("Error")
    # What the portal makes good by itself, or what only one call met.
    WARNING = "warning", _("Warning")


class ErrorEntry(models.Model):
    """What failed in an account, for its admins to read.

    What fails alike is counted in one row until somebody has seen it: `count`,
    `first_at`, `at` (the last time), and the message and object of the last time.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    first_at = models.DateTimeField(default=timezone.now)
    at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField(default=1)
    severity = models.CharField(
        max_length=8, choices=Severity.choices, default=Severity.ERROR
    )
    source = models.CharField(max_length=40)
    message = models.TextField()
    # What is the same in errors that are alike, digested.
    alike = models.CharField(max_length=64, editable=False)
    kind = models.CharField(max_length=40, blank=True)
    object_id = models.UUIDField(null=True)
    label = models.CharField(max_length=200, blank=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-at"]
        indexes: ClassVar = [
            models.Index(fields=["account", "-at"], name="error_account_at"),
            models.Index(fields=["at"], name="error_at"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "alike"],
                condition=models.Q(seen_at=None),
                name="one_unseen_error_alike",
            )
        ]

    def __str__(self) -> str:
        return self.message
