"""Keys for programs."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.models.account import Account
from tenants.models.user import User


class Scope(models.TextChoices):
    """What a token may do of what its person may do."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")


def digest(key: str) -> str:
    """What is stored of a key. The key is random and long: no salt or stretching needed."""
    return hashlib.sha256(key.encode()).hexdigest()


class ApiToken(models.Model):
    """Acts for its user over REST; the key itself is shown once and not kept.

    With an `account` it works there only. `last_used_at` is at most a minute behind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(
        _("may"), max_length=5, choices=Scope.choices, default=Scope.WRITE
    )
    account = models.ForeignKey(
        Account,
        models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def issue(cls, user: User, name: str, **limits: Any) -> tuple[ApiToken, str]:
        """A new token and its key; `limits` are scope, account and expires_at."""
        key = secrets.token_urlsafe(32)
        return cls.objects.create(
            user=user, name=name, digest=digest(key), **limits
        ), key
