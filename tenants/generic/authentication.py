"""`Authorization: Token <key>` for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from tenants.models import ApiToken
from tenants.models.token import digest

NOTED_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """Signs in the user of the token whose digest is stored."""

    def authenticate(self, request: Request) -> tuple[Any, ApiToken] | None:
        """The token's user; None without an Authorization header of this kind."""
        scheme, _, key = (
            get_authorization_header(request).decode("latin-1").partition(" ")
        )
        if scheme.lower() != "token":
            return None
        valid = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        token = (
            ApiToken.objects.select_related("user")
            .filter(valid, digest=digest(key.strip()), user__is_active=True)
            .first()
        )
        if token is None:
            raise AuthenticationFailed("The token is unknown or has expired.")
        _note_use(token)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Token"


def _note_use(token: ApiToken) -> None:
    """Writes the moment at most once a minute, so that reading stays reading."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
