"""Signing in and out, and where `/` leads."""

from __future__ import annotations

from django.contrib.auth import views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tenants.models import Account


class SignIn(views.LoginView):
    """E-mail and password; who is signed in already goes on to their account."""

    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True


class SignOut(views.LogoutView):
    """By POST only, so that no foreign page can sign anybody out."""


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the first account of the person; a page that says so when there is none."""
    account = (
        Account.objects.filter(memberships__user=request.user).order_by("path").last()
    )
    if account is None:
        return render(request, "tenants/no_account.html", status=200)
    return redirect("account-home", account=account.slug)
