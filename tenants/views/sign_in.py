"""Signing out, and where `/` leads; signing in is allauth's."""

from __future__ import annotations

from django.contrib.auth import views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tenants.actor import Actor
from tenants.services.entrance import enter


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
