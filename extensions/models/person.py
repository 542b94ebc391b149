"""Users of telephones."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from devices.models import Device, ShowsNumbers
from tenants.preferences import CallerPrivacy

EXTENSION = RegexValidator(r"^[0-9]{2,8}\Z", _("2 to 8 digits."))


class PhoneUser(ShowsNumbers):
    """A person with an extension; `login` when they also sign in to the portal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    first_name = models.CharField(_("first name"), max_length=60)
    last_name = models.CharField(_("last name"), max_length=60, blank=True)
    extension = models.CharField(
        _("extension"), max_length=8, unique=True, validators=[EXTENSION]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    login = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        verbose_name=_("signs in as"),
    )
    caller_privacy = models.CharField(
        _("hidden from those who are called"),
        max_length=10,
        blank=True,
        choices=CallerPrivacy.choices,
        help_text=_("Empty: what the account's preferences say."),
    )
    devices = models.ManyToManyField(Device, through="UserDevice", related_name="users")

    class Meta:
        ordering: ClassVar = ["first_name", "last_name"]
        verbose_name = _("user")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["login"],
                name="one_telephone_a_login",
                violation_error_message=_("This person has a telephone already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.extension} {self.name}"

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


class UserDevice(models.Model):
    """A device that rings for a user. A device belongs to one user at most."""

    user = models.ForeignKey(PhoneUser, models.CASCADE, related_name="device_links")
    device = models.OneToOneField(Device, models.CASCADE, related_name="user_link")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.device_id}"
