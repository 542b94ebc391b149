"""What must reach a worker once the transaction that asks for it is committed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tenants.models.account import Account


class OutboxEntry(models.Model):
    """A request written with the change itself, so that neither exists without the other.

    One with `due_at` waits until then.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["due_at"], name="outbox_due_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
