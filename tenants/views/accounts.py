"""The account's first page; stepping into accounts below, and back."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.edit import FormMixin

from tenants import preferences
from tenants.access import Right
from tenants.forms import EnterForm, RightsForm
from tenants.generic.pages import AccountPage
from tenants.models import Account
from tenants.services import grants, masquerade, start_pages
from tenants.services.entrance import is_open

F = TypeVar("F", bound=BaseForm)


class AccountHome(AccountPage):
    """Leads to the person's start page, or to what their role is most about."""

    right = Right.MEMBER
    template_name = "tenants/home.html"
    title = _("Home")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = preferences.current()
        start = start_pages.url(self.actor, seen["start_page"]) if seen else None
        if start:
            return redirect(start)
        for right, route in (
            (Right.MANAGE_ACCOUNTS, "accounts"),
            (Right.VIEW, "seats"),
        ):
            if self.actor.may(right) and is_open(self.actor.account, route):
                return redirect(self.url(route))
        return super().get(request, *args, **kwargs)


class BelowFormPage(AccountPage, FormMixin[F]):
    """A form about an account below the own one, which is `target`."""

    right = Right.MANAGE_ACCOUNTS
    template_name = "generic/edit.html"
    target: Account

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.target = self._find(kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.target = self._find(kwargs["pk"])
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def _find(self, pk: UUID) -> Account:
        accounts = Account.objects.in_use().below(self.actor.account)
        found: Account = get_object_or_404(accounts, pk=pk)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cancel_url=self.url("accounts"), **kwargs)


class EnterAccount(BelowFormPage[EnterForm]):
    """Asks why and for how long, and begins a masquerade."""

    form_class = EnterForm

    def get_page_title(self) -> str:
        return str(_("Enter %(name)s") % {"name": self.target})

    def form_valid(self, form: EnterForm) -> HttpResponse:
        user = self.actor.user
        if user is None:
            raise Http404
        masquerade.begin(user, self.target, **form.cleaned_data)
        return redirect("account-home", account=self.target.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=_("Enter"), **kwargs)


class AccountRights(BelowFormPage[RightsForm]):
    """What the reseller lets the people of an account below do."""

    form_class = RightsForm

    def get_page_title(self) -> str:
        return str(_("Rights in %(name)s") % {"name": self.target})

    def get_initial(self) -> dict[str, Any]:
        return {"rights": self.target.granted}

    def form_valid(self, form: RightsForm) -> HttpResponse:
        grants.grant(self.target, form.cleaned_data["rights"])
        messages.success(self.request, _("The rights are saved."))
        return redirect(self.url("accounts"))


class LeaveAccount(View):
    """Ends the masquerade and leads back to the account above."""

    right = Right.MEMBER

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = request.actor
        if actor.masquerade is None:
            raise Http404
        masquerade.end(actor.masquerade)
        return redirect("home")
