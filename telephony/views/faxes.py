"""Faxes that arrived."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from pbxportal.lib import fax_pages, sendfile
from telephony.models import Fax
from telephony.services import faxes
from telephony.tables import FaxTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, ListPage, ObjectPage
from tenants.shown_numbers import shown


class Faxes(ListPage):
    """All faxes of the account, newest first; failed ones too."""

    title = _("Faxes")
    right = Right.LISTEN
    table_class = FaxTable
    search_fields = ("box_name", "caller_number", "caller_name", "station")

    def get_queryset(self) -> QuerySet[Any]:
        return faxes.of_account(self.actor.account)


class _FaxOfAccount(ObjectPage):
    """A page about one fax."""

    right = Right.LISTEN

    def get_queryset(self) -> QuerySet[Any]:
        return faxes.of_account(self.actor.account)


class FaxPage(_FaxOfAccount):
    """One fax, to be opened."""

    template_name = "telephony/fax.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        fax: Fax = self.object
        call = faxes.call_of(fax)
        may = self.actor.may(Right.MANAGE)
        mail = ": ".join(filter(None, (fax.get_mail_display(), fax.mail_outcome)))
        return super().get_context_data(
            fields=[
                (_("Time"), fax.at),
                (_("Fax box"), fax.box_name or "—"),
                (_("From"), f"{fax.caller_name} {shown(fax.caller_number)}".strip()),
                (_("Fax identity"), fax.station or "—"),
                (_("Pages"), fax.pages),
                (_("State"), fax.get_state_display()),
                *([(_("Reason"), fax.reason)] if fax.reason else []),
                (_("Mail"), mail),
                *([(_("Is deleted"), fax.delete_at)] if fax.delete_at else []),
            ],
            pages_url=self.url("fax-pages", pk=fax.pk) if fax.readable else "",
            call_url=self.url("call", pk=call.pk) if call else "",
            delete_url=self.url("fax-delete", pk=fax.pk) if may else "",
            **kwargs,
        )


class FaxFile(_FaxOfAccount):
    """The fax as PDF; with `?save=1` to be kept."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        fax: Fax = self.get_object()
        if not fax.readable or (file := fax.file) is None:
            raise Http404
        save = "save" in request.GET
        return sendfile.send(request, file, fax_pages.PDF, fax.file_name, save=save)


class FaxDelete(DeletePage):
    """Deletes a fax and its pages."""

    list_route = "faxes"

    def get_queryset(self) -> QuerySet[Any]:
        return faxes.of_account(self.actor.account)

    def remove(self) -> None:
        faxes.delete(self.object)
