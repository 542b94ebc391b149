"""Pages of time frames: everybody's, one's own, and holiday calendars."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callflows.forms.time_frames import HolidayCalendarForm, TimeFrameForm
from callflows.models import TimeFrame
from callflows.services.time_frames import (
    delete_frame,
    owner_in_words,
    save_frame,
    sentences,
)
from callflows.tables import TimeFrameTable
from callflows.time_rules import holds, local_time, read_rules
from callflows.time_week import week
from tenants.access import Right
from tenants.generic.pages import DeletePage, ListPage, ObjectPage
from tenants.generic.row_pages import RowsPage

# The first and last week of which there is a picture.
FIRST, LAST = date(2001, 1, 1), date(2199, 1, 1)


class TimeFrameList(ListPage):
    """Shared time frames, and those of the person who looks."""

    title = _("Time frames")
    template_name = "callflows/time_frames.html"
    right = Right.MEMBER
    table_class = TimeFrameTable
    search_fields = ("name",)
    add_route = "time-frame-new"

    def get_queryset(self) -> QuerySet[Any]:
        frames = TimeFrame.objects.visible_to(self.actor)
        return frames.select_related("owner")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            calendar_url=self.url("holiday-calendar-new")
            if self.actor.may(Right.MANAGE)
            else "",
            private_url=self.url("my-time-frame-new") if self.actor.user else "",
            **kwargs,
        )


class TimeFramePage(ObjectPage):
    """A time frame in words, and one week of it (`?week=` a day of it) as a picture."""

    right = Right.MEMBER
    model = TimeFrame
    kind = "time_frame"
    template_name = "callflows/time_frame.html"

    def get_queryset(self) -> QuerySet[Any]:
        return TimeFrame.objects.visible_to(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = self.object
        rules = read_rules(frame.rules)
        now = local_time(timezone.now(), self.actor.account.timezone)
        day = self._day(now.date())
        links = self._links(frame)
        return super().get_context_data(
            fields=self._facts(frame),
            holds_now=any(holds(rule, now) for rule in rules),
            week=week(rules, day),
            before=day - timedelta(days=7),
            after=day + timedelta(days=7),
            this_week=day == now.date(),
            timezone=self.actor.account.timezone,
            **links,
            **kwargs,
        )

    def _facts(self, frame: TimeFrame) -> list[tuple[Any, Any]]:
        facts: list[tuple[Any, Any]] = [
            (_("Owner"), owner_in_words(frame, self.actor)),
        ]
        names = [rule.get("name", "") for rule in frame.rules]
        for name, sentence in zip(names, sentences(frame), strict=True):
            facts.append((name or _("When"), sentence))
        return facts if frame.rules else [*facts, (_("When"), gettext("never"))]

    def _links(self, frame: TimeFrame) -> dict[str, str]:
        """Where those may go who may change it."""
        calendar = frame.kind == TimeFrame.Kind.HOLIDAYS
        links = {"export_url": self.url("holiday-calendar-export", pk=frame.pk)}
        if not calendar:
            links = {}
        name = "time-frame" if frame.owner_id is None else "my-time-frame"
        if frame.owner_id is None and not self.actor.may(Right.MANAGE):
            return links
        links["delete_url"] = self.url(f"{name}-delete", pk=frame.pk)
        name = "holiday-calendar" if calendar else name
        links["edit_url"] = self.url(f"{name}-edit", pk=frame.pk)
        if calendar:
            links["import_url"] = self.url("holiday-calendar-import", pk=frame.pk)
        return links

    def _day(self, today: date) -> date:
        """A day of the week that is asked for; today if none is or it is no day."""
        try:
            day = date.fromisoformat(self.request.GET.get("week", ""))
        except ValueError:
            return today
        return day if FIRST <= day <= LAST else today


class TimeFrameEdit(RowsPage):
    """Makes or changes a shared time frame."""

    model = TimeFrame
    form_class = TimeFrameForm
    frame_kind: ClassVar[str] = TimeFrame.Kind.HOURS
    list_route = "time-frames"
    new_title: ClassVar[str | Promise] = _("New time frame")

    def get_queryset(self) -> QuerySet[Any]:
        return TimeFrame.objects.shared().filter(kind=self.frame_kind)

    def save(self, form: Any) -> Any:
        save_frame(form.instance)
        return form.instance

    def get_success_url(self) -> str:
        return self.url("time-frame", pk=self.object.pk)


class HolidayCalendarEdit(TimeFrameEdit):
    """Makes or changes a holiday calendar."""

    form_class = HolidayCalendarForm
    frame_kind = TimeFrame.Kind.HOLIDAYS
    new_title = _("New holiday calendar")


class TimeFrameDelete(DeletePage):
    """Deletes a shared time frame that no callflow asks."""

    model = TimeFrame
    kind = "time_frame"
    list_route = "time-frames"

    def get_queryset(self) -> QuerySet[Any]:
        return TimeFrame.objects.shared()

    def remove(self) -> None:
        delete_frame(self.object)


class MyTimeFrameEdit(TimeFrameEdit):
    """Makes or changes a time frame of one's own."""

    right = Right.MEMBER
    new_title = _("New private time frame")

    def get_queryset(self) -> QuerySet[Any]:
        return TimeFrame.objects.private_to(self.actor)

    def save(self, form: Any) -> Any:
        # The system has no time frames of its own.
        if self.actor.user is None:
            raise Http404
        form.instance.owner = self.actor.user
        return super().save(form)


class MyTimeFrameDelete(TimeFrameDelete):
    """Deletes a time frame of one's own."""

    right = Right.MEMBER

    def get_queryset(self) -> QuerySet[Any]:
        return TimeFrame.objects.private_to(self.actor)
