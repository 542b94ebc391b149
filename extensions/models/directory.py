"""Directories: callers spell a name on their keys and are put through."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.models import Callflow
from extensions.models.person import PhoneUser


class Directory(models.Model):
    """Whom callers can find by name.

    `everybody` adds all users of the account. Where somebody is found, the call goes to
    the callflow of their entry, or to the one that answers their extension.
    """

    class Names(models.TextChoices):
        FIRST = "first", _("First name")
        LAST = "last", _("Last name")
        EITHER = "either", _("First or last name")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    names = models.CharField(
        _("callers spell"), max_length=6, choices=Names.choices, default=Names.LAST
    )
    confirm = models.BooleanField(
        _("ask before connecting"),
        default=True,
        help_text=_("The caller hears who was found and presses 1."),
    )
    everybody = models.BooleanField(
        _("all users"),
        default=True,
        help_text=_("Otherwise only those who have an entry."),
    )

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("directory")
        verbose_name_plural = _("directories")

    def __str__(self) -> str:
        return self.name


class DirectoryEntry(models.Model):
    """A user in a directory; without a callflow their own extension is dialled."""

    directory = models.ForeignKey(Directory, models.CASCADE, related_name="entries")
    user = models.ForeignKey(PhoneUser, models.CASCADE, related_name="+")
    callflow = models.ForeignKey(
        Callflow, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["directory", "user"], name="one_entry_a_user"
            )
        ]

    def __str__(self) -> str:
        return f"{self.directory_id} {self.user_id}"
