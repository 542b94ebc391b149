"""Pictures of accounts' brands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account


class BrandPicture(models.Model):
    """A logo or an icon as the portal has written it anew: PNG, a few kilobytes.

    `digest` is the SHA-256 of the data and the name under which everybody may get it.
    """

    class Kind(models.TextChoices):
        """What it is for."""

        LOGO = "logo", _("Logo")
        FAVICON = "favicon", _("Icon")

    account = models.ForeignKey(Account, models.CASCADE, related_name="pictures")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    digest = models.CharField(max_length=64, db_index=True)
    data = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind"], name="brand_picture")
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
