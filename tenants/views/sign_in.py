"""Signing out, and where `/` leads; signing in is allauth's."""

from __future__ import annotations

import logging
from uuid import UUID

from allauth.socialaccount.providers.openid_connect.views import callback
from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tenants.actor import Actor
from tenants.services.entrance import enter

log = logging.getLogger(__name__)


def back(request: HttpRequest, provider_id: UUID) -> HttpResponse:
    """A person comes back from an identity provider, whatever that has answered."""
    try:
        answer: HttpResponse = callback(request, provider_id)
    except (KeyError, TypeError, ValueError):
        # allauth takes for granted that a provider says what it has to.
        log.warning(
            "identity provider %s answered nonsense", provider_id, exc_info=True
        )
        messages.error(request, _("The provider did not say who you are."))
        return redirect("account_login")
    return answer


class SignOut(views.LogoutView):
    """By POST only, so that no foreign page can sign anybody out."""


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the account of this address, or of the person; a page says so if there is none."""
    known = request.host_account  # type: ignore[attr-defined]
    found: Actor | None = enter(request.user, known.account.slug) if known else None  # type: ignore[arg-type]
    found = found or request.home  # type: ignore[attr-defined]
    if found is None:
        return render(request, "tenants/no_account.html", status=200)
    return redirect("account-home", account=found.account.slug)
