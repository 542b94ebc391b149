"""Accounts below this one, and stepping into them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django.views.generic.edit import FormMixin

from tenants.access import Right
from tenants.forms import ReasonForm
from tenants.generic.pages import AccountPage, ListPage
from tenants.models import Account
from tenants.services import masquerade
from tenants.tables import AccountTable


class AccountHome(AccountPage):
    """Leads to the page that the person's role is most about."""

    right = Right.MEMBER
    template_name = "tenants/home.html"
    title = _("Home")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.actor.may(Right.MANAGE_ACCOUNTS):
            return redirect(self.url("accounts"))
        if self.actor.may(Right.VIEW):
            return redirect(self.url("seats"))
        return super().get(request, *args, **kwargs)


def _below(account: Account) -> QuerySet[Account]:
    below: QuerySet[Account] = Account.objects.filter(path__startswith=account.path)
    return below.exclude(pk=account.pk)


class AccountList(ListPage):
    """All accounts below this one."""

    title = _("Accounts")
    right = Right.MANAGE_ACCOUNTS
    table_class = AccountTable
    search_fields = ("name", "slug", "realm")

    def get_queryset(self) -> QuerySet[Any]:
        return _below(self.actor.account).select_related("parent")


class EnterAccount(AccountPage, FormMixin[ReasonForm]):
    """Asks for a reason and begins a masquerade."""

    right = Right.MANAGE_ACCOUNTS
    template_name = "generic/edit.html"
    form_class = ReasonForm
    target: Account

    def get_page_title(self) -> str:
        return str(_("Enter %(name)s") % {"name": self.target})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.target = get_object_or_404(_below(self.actor.account), pk=kwargs["pk"])
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.target = get_object_or_404(_below(self.actor.account), pk=kwargs["pk"])
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        user = self.actor.user
        if user is None:
            raise Http404
        masquerade.begin(user, self.target, form.cleaned_data["reason"])
        return redirect("account-home", account=self.target.slug)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=_("Enter"), cancel_url=self.url("accounts"), **kwargs
        )


class LeaveAccount(View):
    """Ends the masquerade and leads back to the account above."""

    right = Right.MEMBER

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = request.actor
        if actor.masquerade is None:
            raise Http404
        masquerade.end(actor.masquerade)
        return redirect("home")
