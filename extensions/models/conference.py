"""Rooms in which several callers talk to each other."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from extensions.models.person import EXTENSION, PhoneUser
from pbxportal.lib.names import new_handle

MOST_MEMBERS = 100
PIN = RegexValidator(r"^[0-9]{3,10}\Z", _("3 to 10 digits."))


class Conference(models.Model):
    """A room. Callflows lead there; `number` is what the conference service asks for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(
        max_length=12, unique=True, default=new_handle, editable=False
    )
    name = models.CharField(_("name"), max_length=120, unique=True)
    number = models.CharField(
        _("conference number"),
        max_length=8,
        unique=True,
        validators=[EXTENSION],
        help_text=_("What callers of a conference service key in: 2 to 8 digits."),
    )
    owner = models.ForeignKey(
        PhoneUser,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="conferences",
        verbose_name=_("owner"),
    )
    pin = models.CharField(
        _("PIN of members"),
        max_length=10,
        blank=True,
        validators=[PIN],
        help_text=_("Without one, members are let in without a question."),
    )
    moderator_pin = models.CharField(
        _("PIN of moderators"), max_length=10, blank=True, validators=[PIN]
    )
    most = models.PositiveSmallIntegerField(
        _("most members"),
        default=20,
        validators=[MinValueValidator(2), MaxValueValidator(MOST_MEMBERS)],
        help_text=_("Moderators are let in even if there are as many."),
    )
    tones = models.BooleanField(_("tell who comes and goes by a tone"), default=True)
    wait = models.BooleanField(
        _("wait for a moderator"),
        default=False,
        help_text=_("Members hear music until a moderator is there."),
    )
    record = models.BooleanField(_("record"), default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.pin and self.pin == self.moderator_pin:
            raise ValidationError(
                {"moderator_pin": _("Choose another one than that of members.")}
            )
        if self.wait and not self.moderator_pin:
            text = _("Nobody could let members in: set a PIN of moderators.")
            raise ValidationError({"moderator_pin": text})

    def room(self, slug: str) -> str:
        """Its name in Asterisk, for an account's short name."""
        return f"{slug}-{self.handle}"
