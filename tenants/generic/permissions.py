"""The one permission class of the REST API.

Apart from the views, because the settings name it and the views import the settings.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from tenants.actor import Actor
from tenants.models import ApiToken
from tenants.models.token import Scope


class HasRight(BasePermission):
    """The view's `right` to change, its `right_to_read` for what changes nothing.

    A token's scope comes on top; what belongs to the person and to no account is closed
    to a token of one account, unless the view sets `open_to_account_tokens`.
    """

    message = ""

    def has_permission(self, request: Request, view: Any) -> bool:
        token = request.auth
        if isinstance(token, ApiToken) and not self._token_may(token, request, view):
            return False
        right = view.right_to_read if request.method in SAFE_METHODS else view.right
        actor: Actor | None = getattr(view, "actor", None)
        if actor is None:
            return bool(request.user and request.user.is_authenticated)
        return actor.may(right)

    def _token_may(self, token: ApiToken, request: Request, view: Any) -> bool:
        if token.scope == Scope.READ and request.method not in SAFE_METHODS:
            self.message = _("This token may only read.")
            return False
        personal = getattr(view, "actor", None) is None
        if (
            personal
            and token.account_id
            and not getattr(view, "open_to_account_tokens", False)
        ):
            self.message = _("This token works in one account only.")
            return False
        return True
