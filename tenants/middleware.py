"""From the path to the account: who may act there does, in its schema.

For pages this middleware, for REST `tenants.generic.rest`, for websockets
`tenants.sockets`: nothing else in the code chooses a schema.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.utils import timezone, translation

from tenants import origin, preferences
from tenants.actor import acting, leave
from tenants.applications import place_of
from tenants.services import me
from tenants.services.entrance import account_of_host, enter, is_open

SEEN_EVERY = timedelta(minutes=1)


class OriginMiddleware:
    """Gives each request an id, which the answer, the log and the audit name.

    Outside of all others, so that every answer has it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = origin.request_id(request.headers.get(origin.HEADER, ""))
        with origin.coming_from(origin.Origin(given, address_of(request))):
            answer = self.get_response(request)
        answer[origin.HEADER] = given
        return answer


def address_of(request: HttpRequest) -> str | None:
    """The address before the trusted proxies, as limits on attempts count it.

    None where it can't be told: signing in complains of proxies that are set up wrong.
    """
    try:
        address: str = get_adapter().get_client_ip(request)
    except (ImproperlyConfigured, PermissionDenied):
        return None
    return address


class HostMiddleware:
    """Lets in requests for the addresses of accounts, which no setting lists.

    `request.host_account` is the account whose address it is, as the entrance knows it;
    None at the portal's own. Any other name is refused by Django as ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        raw: str = request._get_raw_host()  # type: ignore[attr-defined]
        name = split_domain_port(raw)[0].rstrip(".")
        known = None
        if name and name not in settings.ALLOWED_HOSTS:
            known = account_of_host(name)
        request.host_account = known  # type: ignore[attr-defined]
        if known:
            request.get_host = lambda: raw  # type: ignore[method-assign]
        return self.get_response(request)


class SessionMiddleware:
    """Notes when a browser was last here, for the person's list of sessions.

    At most once a minute: between two notes the one statement changes no row.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.session.session_key
        if key and request.session.get(SESSION_KEY):
            now = timezone.now()
            UserSession.objects.filter(
                session_key=key, last_seen_at__lt=now - SEEN_EVERY
            ).update(last_seen_at=now)
        return self.get_response(request)


class AccountMiddleware:
    """Enters the account that the route's `account` names, for the length of the view.

    A person who is not signed in is sent to sign in; an account in which they may not
    act answers 404, exactly as one that does not exist. Pages are shown as the person
    prefers; outside of accounts what they inherit comes from the one that `/` leads to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined]
        leave()
        with ExitStack() as stack:
            request.account_stack = stack  # type: ignore[attr-defined]
            answer = self.get_response(request)
            answer.setdefault("Content-Language", translation.get_language() or "")
            return answer

    def process_view(
        self, request: Any, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Resolves the account before the view runs; REST views do it themselves.

        They know who is calling only once their own authentication has run.
        """
        if getattr(view, "cls", None) is not None:
            return None
        if "account" not in kwargs:
            self._outside(request)
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        actor = enter(request.user, kwargs["account"])
        if actor is None or not is_open(
            actor.account, place_of(request.resolver_match.route)
        ):
            self._outside(request)
            raise Http404
        request.actor = request.account_stack.enter_context(acting(actor))
        page = getattr(view, "view_class", None)
        by_account = getattr(page, "on_account_clock", False)
        request.account_stack.enter_context(preferences.seen_by(actor, by_account))
        return None

    def _outside(self, request: Any) -> None:
        if request.user.is_authenticated:
            request.home = home = me.home(request.user)
            account = home.account if home else None
            seen = preferences.of_person(request.user, account)
            request.account_stack.enter_context(preferences.in_force(seen))
        elif (
            request.host_account
            and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES
        ):
            # Before signing in an account's page speaks as the account does.
            speaking = preferences.speaking(request.host_account.account)
            request.account_stack.enter_context(speaking)
