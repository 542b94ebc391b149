"""Pages of an account's settings, section by section: of one below, and of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pbxportal.lib import typed
from tenants import sections
from tenants.access import Right
from tenants.generic.pages import AccountPage, EditPage, LaterPage
from tenants.models import Account, NumberRange
from tenants.sections import Section
from tenants.services import account_settings, blocks
from tenants.views.tree import BelowPage


class SectionPage(LaterPage):
    """A section's form; subclasses say of which account, and which tabs there are."""

    template_name = "tenants/section.html"
    section: Section

    def account(self) -> Account:
        """Whose settings they are."""
        raise NotImplementedError

    def tabs(self) -> list[dict[str, Any]]:
        """See partials/tabs.html."""
        raise NotImplementedError

    def find_section(self) -> Section:
        """The section of the path."""
        section = sections.get(self.kwargs["section"])
        if section is None:
            raise Http404
        return section

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section, account = self.find_section(), self.account()
        return self._show(section, section.form_for(account))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        section, account = self.find_section(), self.account()
        form = section.form_for(account, request.POST)
        if form.is_valid() and self._saved(section, account, form):
            return redirect(request.path)
        return self._show(section, form)

    def _saved(self, section: Section, account: Account, form: Any) -> bool:
        """Stores the form, now or later; False after telling what is wrong in it."""
        values = form.cleaned_data
        if not self.stored(
            form, lambda: account_settings.change(section, account, values)
        ):
            return False
        if self.wants_later:
            given = {name: form.cleaned_data[name] for name in form.changed_data}
            return (
                self.ask_later(form, self.called(section, account), given) is not None
            )
        messages.success(self.request, _("%s: saved.") % section.title)
        return True

    def called(self, section: Section, account: Account) -> str:
        """What a delayed save of the section is called."""
        return str(section.title)

    def save_typed(self, values: Any) -> None:
        """Lays the values over what is stored by now."""
        section, account = self.find_section(), self.account()
        form = account_settings.merged(section, account, values)
        if not form.is_valid():
            raise typed.refused(form)
        account_settings.change(section, account, form.cleaned_data)

    def _show(self, section: Section, form: Any) -> HttpResponse:
        context = self.get_context_data(
            form=form, intro=section.help, tabs=self.tabs(), section=section
        )
        return self.render_to_response(context)


class AccountSection(SectionPage, BelowPage):
    """A tab of the page of an account below."""

    def get_queryset(self) -> QuerySet[Any]:
        return Account.objects.in_use().below(self.actor.account)

    def account(self) -> Account:
        self.object = self.get_object()
        found: Account = self.object
        return found

    def called(self, section: Section, account: Account) -> str:
        return f"{account}: {section.title}"

    def tabs(self) -> list[dict[str, Any]]:
        return BelowPage.tabs(self)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [(_("Accounts"), self.url("accounts"))]
        return super().get_context_data(breadcrumbs=crumbs, **kwargs)


class OwnSettings(AccountPage):
    """Leads to the first section that the account's people may change."""

    right = Right.MANAGE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first = sections.own_sections()[0]
        return redirect(self.url("settings-section", section=first.key))


class OwnSection(SectionPage):
    """A section of the account in which one is."""

    right = Right.MANAGE
    title = gettext_lazy("Account settings")

    def account(self) -> Account:
        found: Account = Account.objects.select_related("parent").get(
            pk=self.actor.account.pk
        )
        return found

    def find_section(self) -> Section:
        section = super().find_section()
        if section.own is None:
            raise Http404
        if not self.actor.may(section.own):
            raise PermissionDenied
        return section

    def tabs(self) -> list[dict[str, Any]]:
        found = []
        for each in sections.own_sections():
            url = self.url("settings-section", section=each.key)
            active = url == self.request.path
            found.append({"label": each.title, "url": url, "active": active})
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = self.actor.account
        return super().get_context_data(
            pictures_url=self._pictures_url(),
            facts=[
                (_("Id"), account.pk),
                (_("Internal numbers"), blocks.block_of(account) or _("any")),
            ],
            **kwargs,
        )

    def _pictures_url(self) -> str:
        """Where a brand's logo is uploaded; other sections have no pictures."""
        branding = self.kwargs["section"] == "branding"
        return self.url("settings-pictures") if branding else ""


class NumberRangeEdit(EditPage):
    """Where the blocks of internal numbers begin, and how large they are."""

    model = NumberRange
    fields = ("start", "size")
    right = Right.MANAGE_ACCOUNTS
    list_route = "accounts"

    def _find(self) -> NumberRange:
        return blocks.range_of(self.actor.account)

    def save(self, form: Any) -> NumberRange:
        blocks.save_range(form.instance)
        found: NumberRange = form.instance
        return found
