"""The one permission class of the REST API.

Apart from the views, because the settings name it and the views import the settings.
"""

from __future__ import annotations

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from tenants.actor import Actor


class HasRight(BasePermission):
    """The view's `right` to change, its `right_to_read` for what changes nothing."""

    def has_permission(self, request: Request, view: Any) -> bool:
        right = view.right_to_read if request.method in SAFE_METHODS else view.right
        actor: Actor | None = getattr(view, "actor", None)
        if actor is None:
            return bool(request.user and request.user.is_authenticated)
        return actor.may(right)
