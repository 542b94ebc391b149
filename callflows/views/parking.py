"""Pages of parking lots."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from callflows.forms.parking import ParkingLotForm
from callflows.models import ParkingLot
from callflows.services.parking import touch_lot
from callflows.tables import ParkingLotTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class ParkingLotList(ListPage):
    """All parking lots of the account."""

    title = _("Parking lots")
    table_class = ParkingLotTable
    search_fields = ("name",)
    add_route = "parking-lot-new"

    def get_queryset(self) -> QuerySet[Any]:
        return ParkingLot.objects.all()


class ParkingLotPage(ObjectPage):
    """A lot, the callflows that park there, and the calls that are there now."""

    model = ParkingLot
    kind = "parking_lot"
    template_name = "callflows/parking_lot.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lot: ParkingLot = self.object
        may = self.actor.may(Right.MANAGE)
        ring = _("%(n)s s") % {"n": lot.ring_seconds} if lot.ring_seconds else _("No")
        return super().get_context_data(
            fields=[
                (_("Spaces"), _("%s to %s") % (lot.first, lot.last)),
                (_("Longest time"), _("%(n)s s") % {"n": lot.seconds}),
                (_("Rings who parked the call"), ring),
            ],
            lot=lot.lot(self.actor.account.slug),
            watches=self.actor.may(Right.VIEW_CALLS),
            edit_url=self.url("parking-lot-edit", pk=lot.pk) if may else "",
            delete_url=self.url("parking-lot-delete", pk=lot.pk) if may else "",
            **kwargs,
        )


class ParkingLotEdit(EditPage):
    """Makes or changes a parking lot."""

    model = ParkingLot
    form_class = ParkingLotForm
    list_route = "parking-lots"
    new_title = _("New parking lot")

    def touch(self, instance: Model) -> None:
        touch_lot(instance.pk)


class ParkingLotDelete(DeletePage):
    """Deletes a parking lot that no callflow uses."""

    model = ParkingLot
    kind = "parking_lot"
    list_route = "parking-lots"

    def touch(self, instance: Model) -> None:
        touch_lot(instance.pk)
