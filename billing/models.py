"""The books of one account."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    """Why the balance changed."""

    CREDIT = "credit", _("Credit")
    MONTHLY = "monthly", _("Month")
    ONE_OFF = "one_off", _("One-off")
    CALLS = "calls", _("Call over the limit")
    CORRECTION = "correction", _("Correction")


class AppendOnly(TypeError):
    """What is booked stays as it is; a correction is an entry of its own."""


class LedgerEntry(models.Model):
    """A change of the balance; the last entry has the balance.

    `amount` is negative for what is charged. `reference` is what it is for (a month, a
    plan, a call): of one kind it is booked once. `lines` is what a month was made of, with
    the prices of then. `minutes` are those of `call` that it pays. A trigger of the
    database refuses what `save` and `delete` refuse.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveBigIntegerField(_("number"), unique=True)
    at = models.DateTimeField(_("time"), default=timezone.now)
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    balance = models.DecimalField(_("balance"), max_digits=14, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3)
    text = models.CharField(_("text"), max_length=200, blank=True)
    reference = models.CharField(_("reference"), max_length=80)
    lines = models.JSONField(_("lines"), default=list, encoder=DjangoJSONEncoder)
    call = models.UUIDField(_("call"), null=True)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("by"),
    )

    class Meta:
        ordering: ClassVar = ["-number"]
        verbose_name = _("transaction")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "reference"], name="booked_exactly_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["call"],
                name="entry_by_call",
                condition=models.Q(call__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.amount} {self.currency}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly
