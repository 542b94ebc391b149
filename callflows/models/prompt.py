"""System prompts that an account has replaced."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.models.media import Media, account_folder
from callflows.system_prompts import BY_NAME, SystemPrompt
from pbxportal.lib.names import OWN_PROMPTS


def known_prompt(name: str) -> None:
    """Refuses what is no system prompt, before it becomes the name of a file."""
    if name not in BY_NAME:
        raise ValidationError(_("There is no system prompt of this name."))


class Prompt(models.Model):
    """A sound of the account that calls hear in place of a system prompt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("system prompt"), max_length=40, unique=True, validators=[known_prompt]
    )
    media = models.ForeignKey(
        Media, models.PROTECT, related_name="prompts", verbose_name=_("sound")
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def system(self) -> SystemPrompt:
        """What it replaces."""
        return BY_NAME[self.name]


def prompt_stem(slug: str, name: str) -> Path:
    """Where the nodes find the account's own prompt of that name, without suffix."""
    known_prompt(name)
    return account_folder(slug) / OWN_PROMPTS / name
