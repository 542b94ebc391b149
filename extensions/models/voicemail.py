"""Voicemail boxes, of a user or stand-alone."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from extensions.models.person import EXTENSION, PhoneUser

PIN = RegexValidator(r"^[0-9]{4,10}\Z", _("4 to 10 digits."))


class VoicemailBox(models.Model):
    """A mailbox; Asterisk knows it as `number@account`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(
        _("number"), max_length=8, unique=True, validators=[EXTENSION]
    )
    name = models.CharField(_("name"), max_length=120)
    pin = models.CharField(_("PIN"), max_length=10, validators=[PIN])
    user = models.ForeignKey(
        PhoneUser,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="voicemail_boxes",
    )

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name = _("voicemail box")
        verbose_name_plural = _("voicemail boxes")

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def mailbox(self, slug: str) -> str:
        """Its name in Asterisk, for an account's short name."""
        return f"{self.number}@{slug}"
