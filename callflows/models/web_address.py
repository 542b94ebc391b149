"""Addresses of customers' own programs that are told or asked about calls."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pbxportal.lib.outward import MOST_SECONDS


class WebAddress(models.Model):
    """Where a program of the customer's listens.

    `secret` signs what is sent there, so that the program can tell that it is from here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    url = models.CharField(_("address"), max_length=500)
    seconds = models.PositiveSmallIntegerField(
        _("wait for"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SECONDS)],
        help_text=_("Seconds in which the program must have answered."),
    )
    secret = models.CharField(max_length=64, default=secrets.token_hex, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
