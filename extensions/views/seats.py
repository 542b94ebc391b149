"""Pages of seats."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from devices.views import secrets_context
from extensions.forms import SeatForm
from extensions.models import Seat
from extensions.services import seats
from extensions.tables import SeatTable
from tenants import refs
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage

_PARTS = ("user", "device", "voicemail_box", "callflow")


class SeatList(ListPage):
    """All seats of the account."""

    title = _("Seats")
    table_class = SeatTable
    search_fields = (
        "user__first_name",
        "user__last_name",
        "user__extension",
        "user__email",
    )
    add_route = "seat-new"

    def get_queryset(self) -> QuerySet[Any]:
        return Seat.objects.select_related("user", "device")


class SeatPage(ObjectPage):
    """A seat and the four things that were made with it."""

    template_name = "generic/detail.html"

    def get_queryset(self) -> QuerySet[Any]:
        return Seat.objects.select_related(*_PARTS)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        seat = self.object
        may = self.actor.may(Right.MANAGE)
        fields = [
            (_("Name"), seat.user.name),
            (_("Extension"), seat.user.extension),
            (_("E-mail"), seat.user.email or "—"),
            (_("Ring for"), _("%s seconds, then voicemail") % seat.ring_seconds),
            (_("User"), self._link("user", seat.user)),
            (_("Device"), self._link("device", seat.device)),
            (_("Voicemail box"), self._link("voicemail-box", seat.voicemail_box)),
            (_("Callflow"), self._link("callflow", seat.callflow)),
        ]
        return super().get_context_data(
            fields=fields,
            edit_url=self.url("seat-edit", pk=seat.pk) if may else "",
            delete_url=self.url("seat-delete", pk=seat.pk) if may else "",
            **kwargs,
        )

    def _link(self, route: str, part: Model) -> SafeString:
        return format_html('<a href="{}">{}</a>', self.url(route, pk=part.pk), part)


class SeatNew(EditPage):
    """One form makes user, device, voicemail box and callflow; then the phone's password."""

    shows_secret = True
    form_class = SeatForm
    model = Seat
    list_route = "seats"
    new_title = _("New seat")

    def get_initial(self) -> dict[str, Any]:
        return {"extension": seats.suggest_extension()}

    def form_valid(self, form: SeatForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            seat, password = seats.create_seat(seats.NewSeat(**data))
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        context = secrets_context(seat.device, self.actor.account.realm, password)
        context["done_url"] = self.url("seat", pk=seat.pk)
        return render(self.request, "generic/secrets.html", context)


class SeatEdit(EditPage):
    """Changes a seat; a new extension takes number and mailbox along."""

    form_class = SeatForm
    list_route = "seats"

    def get_queryset(self) -> QuerySet[Any]:
        return Seat.objects.select_related(*_PARTS)

    def save(self, form: SeatForm) -> Seat:
        seat = form.instance
        for name in ("first_name", "last_name", "extension", "email"):
            setattr(seat.user, name, form.cleaned_data[name])
        seats.change_seat(seat)
        return seat


class SeatDelete(DeletePage):
    """Deletes the seat with all that was made with it."""

    list_route = "seats"

    def get_queryset(self) -> QuerySet[Any]:
        return Seat.objects.select_related(*_PARTS)

    def uses(self) -> list[refs.Use]:
        return seats.uses_of_parts(self.object)

    def remove(self) -> None:
        seats.delete_seat(self.object)
