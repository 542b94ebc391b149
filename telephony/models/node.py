"""Asterisk nodes."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class Node(models.Model):
    """One Asterisk. Addresses and secrets stand in the nodes file, not here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True)
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
