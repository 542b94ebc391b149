"""Sounds that callflows play."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pbxportal.lib.names import new_handle


def account_folder(slug: str) -> Path:
    """Where the files of an account's media are."""
    return Path(settings.MEDIA_DIR) / slug


class Media(models.Model):
    """A sound of the account.

    The sound itself is in files that every node can read (`pbxportal.lib.transcode`),
    and keeps its place when it is replaced: calls hear the new one from then on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handle = models.CharField(
        max_length=12, unique=True, default=new_handle, editable=False
    )
    name = models.CharField(_("name"), max_length=120)
    seconds = models.DecimalField(
        _("length"), max_digits=8, decimal_places=2, editable=False
    )
    # What is spoken, if it was made of a text, and by which voice.
    text = models.TextField(_("text"), max_length=2000, blank=True)
    voice = models.CharField(_("voice"), max_length=20, blank=True)
    # What kind of file it was when it came: wav, mp3, ogg or webm; or text.
    source = models.CharField(max_length=8, default="wav", editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    replaced_at = models.DateTimeField(
        _("changed"), default=timezone.now, editable=False
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("media")
        verbose_name_plural = _("media")

    def __str__(self) -> str:
        return self.name

    def stem(self, slug: str) -> Path:
        """Where the sound lies, for an account's short name, without suffix.

        Asterisk adds the suffix of the file that suits the call best.
        """
        return account_folder(slug) / self.handle

    def file(self, slug: str) -> Path:
        """The file that sounds best."""
        stem = self.stem(slug)
        best = stem.with_suffix(".wav16")
        return best if best.is_file() else stem.with_suffix(".wav")
