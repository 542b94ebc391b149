"""Groups: people and telephones that are rung together in several callflows."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from devices.models import Device
from extensions.models.person import PhoneUser


class Group(models.Model):
    """Users, and telephones that belong to no user; whoever uses it rings all of them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    users = models.ManyToManyField(
        PhoneUser, related_name="groups", blank=True, verbose_name=_("users")
    )
    devices = models.ManyToManyField(
        Device, related_name="groups", blank=True, verbose_name=_("devices")
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("group")

    def __str__(self) -> str:
        return self.name
