"""A reseller's admin acting in an account below the reseller."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account
from tenants.models.membership import Role
from tenants.models.user import User


class Ending(models.TextChoices):
    """How a masquerade came to its end."""

    LEFT = "left", _("left")
    REPLACED = "replaced", _("entered anew")
    EXPIRED = "expired", _("time was up")


class Masquerade(models.Model):
    """Open from `started_at` until `expires_at` or until it is ended.

    One whose time is up is written down as ended only when the next one begins. `role` is
    what the person is in the account meanwhile; with `seen_as` it is that of a member,
    whose portal they look at: what is that person's alone stays so.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="masquerades")
    account = models.ForeignKey(Account, models.CASCADE, related_name="masquerades")
    # Where the person's right to be here comes from.
    from_account = models.ForeignKey(
        Account, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    role = models.CharField(
        max_length=20, choices=Role.choices, default=Role.RESELLER_ADMIN, editable=False
    )
    seen_as = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=200)
    started_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=8, choices=Ending.choices, blank=True)

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

    @property
    def until(self) -> datetime:
        """When it ended, or will at the latest."""
        return self.ended_at or self.expires_at

    @property
    def ended_how(self) -> str:
        """One of Ending, or nothing while it is open."""
        if self.ended_at is None and self.expires_at <= timezone.now():
            return Ending.EXPIRED
        return self.ending

    @property
    def ended_in_words(self) -> str:
        """How it ended, for people to read."""
        how = self.ended_how
        return str(Ending(how).label if how else _("open"))
