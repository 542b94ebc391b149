"""Pages of time frames."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from callflows.forms import TimeFrameForm
from callflows.models import TimeFrame
from callflows.services.time_frames import sentences
from callflows.services.usage import touch_callflows_using
from callflows.tables import TimeFrameTable
from tenants.access import Right
from tenants.generic.pages import DeletePage, EditPage, ListPage, ObjectPage


class TimeFrameList(ListPage):
    """All time frames of the account."""

    title = _("Time frames")
    table_class = TimeFrameTable
    search_fields = ("name",)
    add_route = "time-frame-new"

    def get_queryset(self) -> QuerySet[Any]:
        return TimeFrame.objects.all()


class TimeFramePage(ObjectPage):
    """A time frame in words."""

    model = TimeFrame
    template_name = "generic/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = self.object
        may = self.actor.may(Right.MANAGE)
        fields = [(_("When"), sentence) for sentence in sentences(frame)]
        return super().get_context_data(
            fields=fields,
            edit_url=self.url("time-frame-edit", pk=frame.pk) if may else "",
            delete_url=self.url("time-frame-delete", pk=frame.pk) if may else "",
            **kwargs,
        )


class TimeFrameEdit(EditPage):
    """Makes or changes a time frame."""

    model = TimeFrame
    form_class = TimeFrameForm
    list_route = "time-frames"
    new_title = _("New time frame")

    def touch(self, instance: Model) -> None:
        touch_callflows_using(instance.pk)


class TimeFrameDelete(DeletePage):
    """Deletes a time frame that no callflow asks."""

    model = TimeFrame
    kind = "time_frame"
    list_route = "time-frames"
