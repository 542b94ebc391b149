"""Sounds that callflows play."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pbxportal.lib.names import new_handle


class Media(models.Model):
    """A recording of the account; the sound itself is a file that every node can read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(
        max_length=12, unique=True, default=new_handle, editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    seconds = models.DecimalField(
        _("length"), max_digits=8, decimal_places=2, editable=False
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("media")
        verbose_name_plural = _("media")

    def __str__(self) -> str:
        return self.name

    def path(self, slug: str) -> Path:
        """Where the file lies, for an account's short name; Asterisk leaves the suffix out."""
        return Path(settings.MEDIA_DIR) / slug / f"{self.handle}.wav"
