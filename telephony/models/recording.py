"""Recordings of calls."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from telephony import nodes


class RecordingState(models.TextChoices):
    """Where a recording is."""

    WAITING = "waiting", _("call in progress")
    KEPT = "kept", _("kept here")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    SENT_AND_KEPT = "sent_kept", _("sent, kept here")
    FAILED = "failed", _("not sent, kept here")


class Recording(models.Model):
    """A recording that a callflow has begun, from a call's records.

    The sound lies on the node `pbx`, under the name `handle`. `target` is the id of the
    account's web address that gets it, `media` that of the sound of the media library
    whose place it takes. It is looked at again at `next_at` while it is
    waiting for the end of its call or to be sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        "tenants.Account", models.CASCADE, related_name="+", null=True
    )
    pbx = models.CharField(max_length=40)
    handle = models.CharField(max_length=40)
    linkedid = models.CharField(max_length=150)
    at = models.DateTimeField(_("time"))
    caller_number = models.CharField(_("from"), max_length=80, blank=True)
    caller_name = models.CharField(_("name"), max_length=120, blank=True)
    dialled = models.CharField(_("to"), max_length=80, blank=True)
    seconds = models.DecimalField(
        _("length"), max_digits=9, decimal_places=2, default=0
    )
    target = models.UUIDField(null=True)
    media = models.UUIDField(null=True)
    keep = models.BooleanField(default=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=RecordingState.choices,
        default=RecordingState.WAITING,
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(_("outcome"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pbx", "handle"], name="one_recording")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="recording_due",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
            models.Index(fields=["account", "-at"], name="recording_by_account"),
            models.Index(fields=["linkedid", "pbx"], name="recording_by_call"),
        ]

    def __str__(self) -> str:
        return f"{self.caller_number} {self.at:%F %T}"

    @property
    def file(self) -> Path | None:
        """Where the sound lies; None if its node or account is no more."""
        node = nodes.get(self.pbx)
        if self.account is None or node is None:
            return None
        return node.recordings / self.account.slug / f"{self.handle}.wav"

    @property
    def here(self) -> bool:
        """Whether it can be heard here."""
        gone = (RecordingState.WAITING, RecordingState.SENT)
        return self.state not in gone

    @property
    def file_name(self) -> str:
        """What it is called when it is saved."""
        return f"{self.at:%Y-%m-%d %H-%M-%S} {self.caller_number}.wav"
