"""Pages of the accounts below this one."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants import sections
from tenants.access import Right
from tenants.forms import (
    ConfirmForm,
    DeleteForm,
    MoveForm,
    ReasonForm,
)
from tenants.generic.pages import ListPage, ObjectPage
from tenants.models import Account
from tenants.models.account import AccountState
from tenants.services import accounts, blocks, tree
from tenants.tables import AccountTable, DeletedAccountTable


class AccountList(ListPage):
    """All accounts below this one."""

    title = gettext_lazy("Accounts")
    right = right_to_add = Right.MANAGE_ACCOUNTS
    template_name = "tenants/accounts.html"
    table_class = AccountTable
    search_fields = ("name", "slug", "realm")
    add_route = "account-new"

    def get_queryset(self) -> QuerySet[Any]:
        below = Account.objects.below(self.actor.account)
        return below.filter(deleted_at=None).select_related("parent")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deleted_url=self.url("accounts-deleted"),
            range_url=self.url("number-range"),
            **kwargs,
        )


class DeletedAccountList(ListPage):
    """Accounts that can still be restored."""

    title = gettext_lazy("Deleted accounts")
    right = Right.MANAGE_ACCOUNTS
    table_class = DeletedAccountTable
    search_fields = ("name", "slug", "realm")

    def get_queryset(self) -> QuerySet[Any]:
        below = Account.objects.below(self.actor.account)
        return below.filter(deleted_at__isnull=False).select_related("parent")


class BelowPage(ObjectPage):
    """A page about one account below this one."""

    right = Right.MANAGE_ACCOUNTS

    def get_queryset(self) -> QuerySet[Any]:
        return Account.objects.below(self.actor.account).select_related("parent")

    def tabs(self) -> list[dict[str, Any]]:
        """The overview, and a tab a section; see partials/tabs.html."""
        pk, path = self.object.pk, self.request.path
        tabs: list[tuple[Any, str]] = [(_("Overview"), self.url("account", pk=pk))]
        if self.object.state in (AccountState.ACTIVE, AccountState.SUSPENDED):
            tabs += [
                (each.title, self.url("account-section", pk=pk, section=each.key))
                for each in sections.all_sections()
            ]
        return [{"label": a, "url": url, "active": url == path} for a, url in tabs]


class AccountDetail(BelowPage):
    """What an account below is, and what can be done with it."""

    template_name = "tenants/account.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account: Account = self.object
        below = Account.objects.below(account).filter(deleted_at=None).count()
        block = blocks.block_of(account)
        return super().get_context_data(
            state=account.state,
            waiting=account.state == AccountState.CREATING,
            tabs=self.tabs(),
            number_block=block,
            breadcrumbs=[(_("Accounts"), self.url("accounts"))],
            fields=[
                (_("State"), account.state.label),
                (_("Short name"), account.slug),
                (_("Realm"), account.realm),
                (_("Id"), account.pk),
                (_("Below"), account.parent),
                (_("Accounts below it"), below),
                (_("Time zone"), account.timezone),
                (_("Internal numbers"), block or _("any")),
                (_("Made"), account.created_at),
                *_extra(account),
            ],
            **kwargs,
        )


def _extra(account: Account) -> list[tuple[str, Any]]:
    extra: list[tuple[str, Any]] = []
    if account.suspended_at:
        extra.append((_("Suspended since"), account.suspended_at))
        extra.append((_("Suspended because"), account.suspended_for))
    if account.deleted_at:
        extra.append((_("Deleted"), account.deleted_at))
        extra.append((_("Can be restored until"), account.deleted_at + tree.KEPT))
    return extra


class TreePage(BelowPage):
    """Something that is done with an account after a question."""

    template_name = "tenants/tree_action.html"
    form_class: ClassVar[type[forms.Form]] = ConfirmForm
    question: ClassVar[Any]
    consequence: ClassVar[Any]
    button: ClassVar[Any]
    danger: ClassVar[bool] = False
    done: ClassVar[Any]

    def get_form(self, *data: Any) -> forms.Form:
        """The form, filled with `data` if there is any."""
        return self.form_class(*data)

    def carry_out(self, form: Any) -> None:
        """Does it; ValidationErrors stand on the form."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        form = self.get_form(request.POST)
        if form.is_valid():
            try:
                self.carry_out(form)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, self.done % {"name": self.object})
                return redirect(self.next_url())
        return self.render_to_response(self.get_context_data(form=form))

    def next_url(self) -> str:
        """Where one goes afterwards."""
        return self.url("account", pk=self.object.pk)

    def get_page_title(self) -> str:
        return str(self.question % {"name": self.object})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            intro=self.consequence,
            submit_label=self.button,
            danger=self.danger,
            cancel_url=self.url("account", pk=self.object.pk),
            **kwargs,
        )


class AccountMove(TreePage):
    """Puts an account under another one."""

    question = gettext_lazy("Move %(name)s")
    consequence = gettext_lazy(
        "It moves with all accounts below it. Who manages accounts above the old place "
        "and not above the new one can no longer enter it."
    )
    button = gettext_lazy("Move")
    done = gettext_lazy("“%(name)s” is moved.")

    def get_form(self, *data: Any) -> forms.Form:
        return MoveForm(self.actor.account, self.object, *data)

    def carry_out(self, form: Any) -> None:
        tree.move(self.object, form.cleaned_data["parent"])


class AccountSuspend(TreePage):
    """Closes an account."""

    form_class = ReasonForm
    danger = True
    question = gettext_lazy("Suspend %(name)s?")
    consequence = gettext_lazy(
        "Nobody of this account, or of one below it, can sign in to it, and no call goes "
        "out. Emergency calls, calls inside and calls from outside go on."
    )
    button = gettext_lazy("Suspend")
    done = gettext_lazy("“%(name)s” is suspended.")

    def carry_out(self, form: Any) -> None:
        tree.suspend(self.object, form.cleaned_data["reason"])


class AccountResume(TreePage):
    """Opens a suspended account."""

    question = gettext_lazy("Resume %(name)s?")
    consequence = gettext_lazy("Its people can sign in again, and calls go out again.")
    button = gettext_lazy("Resume")
    done = gettext_lazy("“%(name)s” works again.")

    def carry_out(self, form: Any) -> None:
        tree.resume(self.object)


class AccountDelete(TreePage):
    """Takes an account out of service."""

    form_class = DeleteForm
    danger = True
    question = gettext_lazy("Delete %(name)s?")
    button = gettext_lazy("Delete")
    done = gettext_lazy("“%(name)s” is deleted.")

    @property
    def consequence(self) -> str:  # type: ignore[override]
        """How long there is a way back."""
        return _(
            "Its telephones stop at once, its numbers lead nowhere and its people can't "
            "sign in. It can be restored for %(days)s days; then it is gone for good. Type "
            "its name to confirm."
        ) % {"days": tree.KEPT.days}

    def carry_out(self, form: Any) -> None:
        tree.delete(self.object, form.cleaned_data["name"])

    def next_url(self) -> str:
        return self.url("accounts")


class AccountRestore(TreePage):
    """Brings a deleted account back."""

    question = gettext_lazy("Restore %(name)s?")
    consequence = gettext_lazy("It comes back as it was, with its telephones.")
    button = gettext_lazy("Restore")
    done = gettext_lazy("“%(name)s” is back.")

    def carry_out(self, form: Any) -> None:
        tree.restore(self.object)


class NumberBlockPage(BelowPage):
    """Gives an account the next block of internal numbers, or takes it back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        if "release" in request.POST:
            blocks.release(self.object)
            messages.success(request, _("The block is free again."))
            return redirect(self.url("account", pk=self.object.pk))
        try:
            block = blocks.assign_next(self.object)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            if error.code == "range":
                return redirect(self.url("number-range"))
        else:
            messages.success(request, _("Numbers %s are assigned.") % block)
        return redirect(self.url("account", pk=self.object.pk))


class AccountTryAgain(BelowPage):
    """Has a worker try once more to make an account."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        accounts.try_again(self.object)
        return redirect(self.url("account", pk=self.object.pk))
