"""Keys for programs."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.user import User


def digest(key: str) -> str:
    """What is stored of a key. The key is random and long: no salt or stretching needed."""
    return hashlib.sha256(key.encode()).hexdigest()


class ApiToken(models.Model):
    """Acts for its user over REST; the key itself is shown once and not kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(
        cls, user: User, name: str, key: str | None = None
    ) -> tuple[ApiToken, str]:
        """A new token and its key."""
        key = key or secrets.token_urlsafe(32)
        return cls.objects.create(user=user, name=name, digest=digest(key)), key
