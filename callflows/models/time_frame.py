"""Named times, such as "office hours"."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimeFrame(models.Model):
    """A set of rules; the frame holds while any of its rules does.

    `rules` is a list of what `callflows.time_rules.read_rules` reads.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    rules = models.JSONField(_("rules"), default=list)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
