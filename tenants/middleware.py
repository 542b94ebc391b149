"""From the path to the account: who may act there does, in its schema.

For pages this middleware, for REST `tenants.generic.rest`, for websockets
`tenants.sockets`: nothing else in the code chooses a schema.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from tenants.actor import acting, leave
from tenants.services.entrance import enter


class AccountMiddleware:
    """Enters the account that the route's `account` names, for the length of the view.

    A person who is not signed in is sent to sign in; an account in which they may not
    act answers 404, exactly as one that does not exist.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined]
        leave()
        with ExitStack() as stack:
            request.account_stack = stack  # type: ignore[attr-defined]
            return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Resolves the account before the view runs; REST views do it themselves.

        They know who is calling only once their own authentication has run.
        """
        if "account" not in kwargs or getattr(view, "cls", None) is not None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor = enter(request.user, kwargs["account"])
        if actor is None:
            raise Http404
        request.actor = request.account_stack.enter_context(acting(actor))
        zone = ZoneInfo(actor.account.timezone)
        request.account_stack.enter_context(timezone.override(zone))
        return None
