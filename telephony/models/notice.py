"""What somebody outside is to be told about a call."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class NoticeState(models.TextChoices):
    """What became of a notice."""

    WAITING = "waiting", _("waiting")
    DONE = "done", _("delivered")
    FAILED = "failed", _("failed")
    NOT_NEEDED = "not_needed", _("not needed")


class CallNotice(models.Model):
    """A notice that a callflow asked for, from a call's records.

    `kind` is what `callflows.instructions.Notice` has; `target` the id of the web
    address or user, in the account. It is tried at `next_at` while it is waiting.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        "tenants.Account", models.CASCADE, related_name="+", null=True
    )
    pbx = models.CharField(max_length=40)
    event_key = models.UUIDField()
    linkedid = models.CharField(max_length=150)
    kind = models.CharField(_("kind"), max_length=20)
    target = models.UUIDField()
    at = models.DateTimeField(_("time"))
    caller_number = models.CharField(_("caller"), max_length=80, blank=True)
    caller_name = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=NoticeState.choices,
        default=NoticeState.WAITING,
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pbx", "event_key"], name="one_notice_an_event"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="notice_waiting",
                condition=models.Q(state="waiting"),
            ),
            models.Index(fields=["account", "-at"], name="notice_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.linkedid}"
