"""Telephones of one account."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

SIP_USERNAME = RegexValidator(
    r"^[a-z0-9][a-z0-9_-]{1,39}\Z", _("2 to 40 lower-case letters, digits, - and _.")
)

OUTSIDE_NUMBER = RegexValidator(
    r"^\+[1-9][0-9]{6,14}\Z", _("A + and the number with country code: +16045550100.")
)


class ShowsNumbers(models.Model):
    """Whose calls outside show numbers of their own.

    Those of a device go before its user's, those of a user before the account's.
    """

    caller_number = models.CharField(
        _("number shown outside"),
        max_length=16,
        blank=True,
        validators=[OUTSIDE_NUMBER],
        help_text=_("Empty: that of the user, or of the account."),
    )
    emergency_number = models.CharField(
        _("number shown to emergency services"),
        max_length=16,
        blank=True,
        validators=[OUTSIDE_NUMBER],
        help_text=_("Its address is where help comes to."),
    )

    class Meta:
        abstract = True


class Device(ShowsNumbers):
    """A telephone that registers over SIP.

    The password is never stored, only the digest that SIP needs (RFC 7616's HA1), which
    holds the account's realm: it is worth nothing anywhere else.
    """

    class Kind(models.TextChoices):
        DESK = "desk", _("Desk phone")
        SOFT = "soft", _("Soft phone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind.choices, default=Kind.DESK
    )
    sip_username = models.CharField(
        _("SIP user name"), max_length=40, unique=True, validators=[SIP_USERNAME]
    )
    password_digest = models.CharField(max_length=64, editable=False)
    enabled = models.BooleanField(_("enabled"), default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def endpoint(self, realm: str) -> str:
        """The name of its PJSIP endpoint, unique over all accounts."""
        return f"{self.sip_username}@{realm}"
