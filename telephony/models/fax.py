"""Faxes that arrived, and those that did not."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from telephony import nodes


class FaxState(models.TextChoices):
    """How far a fax has come."""

    RECEIVING = "receiving", _("is being received")
    RECEIVED = "received", _("received")
    PARTIAL = "partial", _("received in part")
    FAILED = "failed", _("failed")


class FaxMail(models.TextChoices):
    """What became of the mail with the fax."""

    NONE = "none", _("nobody gets one")
    WAITING = "waiting", _("is being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")


class Fax(models.Model):
    """A call that came to a fax box, from the call's records.

    `box` is the id of the account's fax box and `box_name` its name at that time.
    Asterisk leaves the pages on the node `pbx`, under the name `handle`; they are kept as
    PDF. `ended_at`, `status` and `reason` are what Asterisk said at the end. It is looked
    at again at `next_at` while it is being received or mailed, and deleted at `delete_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(
        "tenants.Account", models.CASCADE, related_name="+", null=True
    )
    pbx = models.CharField(max_length=40)
    handle = models.CharField(max_length=40)
    linkedid = models.CharField(max_length=150)
    box = models.UUIDField()
    box_name = models.CharField(_("fax box"), max_length=120, blank=True)
    at = models.DateTimeField(_("time"))
    ended_at = models.DateTimeField(null=True)
    caller_number = models.CharField(_("from"), max_length=80, blank=True)
    caller_name = models.CharField(_("name"), max_length=120, blank=True)
    station = models.CharField(_("fax identity"), max_length=40, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    status = models.CharField(max_length=20, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=FaxState.choices,
        default=FaxState.RECEIVING,
    )
    mail = models.CharField(
        _("mail"), max_length=10, choices=FaxMail.choices, default=FaxMail.NONE
    )
    mail_outcome = models.CharField(_("mail"), max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    delete_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        verbose_name = _("fax")
        verbose_name_plural = _("faxes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pbx", "handle"], name="one_fax")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"],
                name="fax_due",
                condition=models.Q(state="receiving") | models.Q(mail="waiting"),
            ),
            models.Index(
                fields=["delete_at"],
                name="fax_to_delete",
                condition=models.Q(delete_at__isnull=False),
            ),
            models.Index(fields=["account", "-at"], name="fax_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.caller_number} {self.at:%F %T}"

    @property
    def spooled(self) -> Path | None:
        """Where Asterisk has left the pages; None if node or account is no more."""
        node = nodes.get(self.pbx)
        if self.account is None or node is None:
            return None
        return node.faxes / f"{self.account.slug}.{self.handle}.tif"

    @property
    def file(self) -> Path | None:
        """Where the PDF is, if there is one, in the account's own directory."""
        if self.account is None:
            return None
        return settings.FAX_DIR / self.account.slug / f"{self.id}.pdf"

    @property
    def readable(self) -> bool:
        """Whether there are pages to look at."""
        return self.state in (FaxState.RECEIVED, FaxState.PARTIAL)

    @property
    def file_name(self) -> str:
        """What it is called when it is saved."""
        return f"{self.at:%Y-%m-%d %H-%M-%S} {self.caller_number}.pdf"
