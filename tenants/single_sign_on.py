"""How allauth's OpenID Connect is fitted in: accounts' own providers, and no sign-up."""

from __future__ import annotations

import uuid
from typing import Any, NoReturn

import requests
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from pbxportal.lib import outward_session
from tenants.models import IdentityProvider
from tenants.services import identity_providers
from tenants.services.identity_providers import NotSignedIn

PROTOCOL = "openid_connect"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Knows the providers of the address that is asked, and whose word counts for whom."""

    def list_apps(
        self, request: HttpRequest, provider: Any = None, client_id: Any = None
    ) -> list[SocialApp]:
        """As allauth wants them, never stored; `provider` is an id of ours."""
        known = getattr(request, "host_account", None)
        found = identity_providers.at_address(known.account if known else None)
        return [
            _app(each)
            for each in found
            if provider in (None, PROTOCOL) or str(each.pk) == str(provider)
        ]

    def get_requests_session(self) -> requests.Session:
        """What accounts have typed in is asked under the rules for such addresses."""
        return outward_session.session(identity_providers.outward_requests())

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Finds the person; whoever is not signed in is told why on the sign-in page."""
        provider = IdentityProvider.objects.select_related("account").get(
            pk=uuid.UUID(sociallogin.account.provider)
        )
        try:
            if sociallogin.state.get("process") != "login":
                raise NotSignedIn(_("Sign in first."))
            _refuse_two_people(provider, sociallogin.account.extra_data)
            if sociallogin.is_existing:
                identity_providers.refuse_elsewhere(provider, sociallogin.user)
                return
            told = next(iter(sociallogin.email_addresses), None)
            email, verified = (
                (told.email, told.verified is True) if told else ("", False)
            )
            user = identity_providers.person_for(provider, email, verified)
        except NotSignedIn as error:
            _back(request, str(error))
        sociallogin.connect(request, user)
        identity_providers.note_link(provider, user)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, *args: Any, **kwargs: Any
    ) -> None:
        _back(request, _("%s did not sign you in. Try again.") % provider.app.name)


def _app(provider: IdentityProvider) -> SocialApp:
    return SocialApp(
        provider=PROTOCOL,
        provider_id=str(provider.pk),
        name=provider.name,
        client_id=provider.client_id,
        secret=identity_providers.secret_of(provider),
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True},
    )


def _refuse_two_people(provider: IdentityProvider, told: dict[str, Any]) -> None:
    """Both answers must speak of one person (OpenID Connect Core 1.0, 5.3.2)."""
    subjects = {part.get("sub") for part in told.values() if isinstance(part, dict)}
    if "id_token" not in told or len(subjects) != 1:
        raise NotSignedIn(_("%s did not say who you are.") % provider.name)


def _back(request: HttpRequest, why: str) -> NoReturn:
    messages.error(request, why)
    raise ImmediateHttpResponse(redirect("account_login"))
