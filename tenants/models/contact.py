"""People whom an account's reseller can ask."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account


class Contact(models.Model):
    """Somebody to ask, who need not have a login; the e-mail is what a login would be.

    There are those who can only be called.
    """

    class Kind(models.TextChoices):
        """What one asks them about."""

        TECHNICAL = "technical", _("Technical")
        BILLING = "billing", _("Billing")
        SALES = "sales", _("Sales")
        EMERGENCY = "emergency", _("Emergency")
        OTHER = "other", _("Other")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="people_to_ask")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    mobile = models.CharField(_("mobile"), max_length=40, blank=True)
    kind = models.CharField(
        _("type"), max_length=10, choices=Kind.choices, default=Kind.OTHER
    )
    notes = models.TextField(
        _("notes"),
        max_length=2000,
        blank=True,
        help_text=_("Everybody in the account who sees contacts reads this."),
    )
    # Those of whoever manages the account from above; nobody in it reads them.
    private_notes = models.TextField(_("private notes"), max_length=2000, blank=True)
    email_verified = models.BooleanField(_("e-mail verified"), default=False)
    mobile_verified = models.BooleanField(_("mobile verified"), default=False)

    class Meta:
        ordering: ClassVar = ["name", "email"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "email"],
                condition=~models.Q(email=""),
                name="contact_email",
                violation_error_message=_(
                    "There is a contact with this e-mail already."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.email = self.email.strip().lower()


class ContactCode(models.Model):
    """A call by which a contact was told a code, kept while calls are counted.

    `number` was called, in E.164 (digits). Only the code's `digest` is kept, "" once the
    code is void; `tries` were wrong ones. A contact that is deleted leaves the call.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, related_name="codes"
    )
    number = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["-made_at"]
        indexes: ClassVar = [
            models.Index(fields=["number", "made_at"], name="contact_code_number"),
            models.Index(fields=["account", "made_at"], name="contact_code_account"),
        ]

    def __str__(self) -> str:
        return self.number
