"""Seats: what one colleague gets, made with one form."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.models import Callflow
from devices.models import Device
from extensions.models.person import PhoneUser
from extensions.models.voicemail import VoicemailBox


class Seat(models.Model):
    """A user, their device, voicemail box and callflow, which exist together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(PhoneUser, models.PROTECT, related_name="seat")
    device = models.OneToOneField(Device, models.PROTECT, related_name="seat")
    voicemail_box = models.OneToOneField(
        VoicemailBox, models.PROTECT, related_name="seat"
    )
    callflow = models.OneToOneField(Callflow, models.PROTECT, related_name="seat")
    ring_seconds = models.PositiveSmallIntegerField(
        _("ring for"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(300)],
        help_text=_("Seconds until the call goes to voicemail."),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["user__extension"]

    def __str__(self) -> str:
        return str(self.user)
