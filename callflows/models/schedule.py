"""Publications at a time to come, and the way back."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from callflows.models.callflow import Callflow, CallflowVersion
from pbxportal.lib.fields import TextJSONField


class ScheduleState(models.TextChoices):
    """How far a scheduled publication is."""

    WAITING = "waiting", _("waiting")
    LIVE = "live", _("live until its return")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (ScheduleState.WAITING, ScheduleState.LIVE)


class ScheduleSet(models.QuerySet["ScheduledPublication"]):
    """Questions that are asked of many scheduled publications."""

    def pointing_at(self, pk: uuid.UUID) -> ScheduleSet:
        """Those still to come whose document, or the one they return to, has the id."""
        rows = self.filter(state__in=OPEN).annotate(
            text=Cast("document", models.TextField()),
            before_text=Cast("before__document", models.TextField()),
        )
        found = models.Q(text__contains=str(pk)) | models.Q(
            before_text__contains=str(pk)
        )
        return rows.filter(found)


class ScheduledPublication(models.Model):
    """A document that goes live at `at` and, with `back_at`, gives way again then.

    `document` is frozen when it is scheduled; `source` is the version that it was, None
    for the draft. `published` is the version that it became, `before` the one that was
    live until then. `result` says in words what became of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    callflow = models.ForeignKey(Callflow, models.CASCADE, related_name="schedules")
    document: Any = TextJSONField()
    source = models.PositiveIntegerField(_("version"), null=True)
    at = models.DateTimeField(_("goes live"))
    back_at = models.DateTimeField(_("returns"), null=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        db_constraint=False,
    )
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=ScheduleState.choices,
        default=ScheduleState.WAITING,
    )
    published = models.ForeignKey(
        CallflowVersion, models.SET_NULL, null=True, related_name="+"
    )
    before = models.ForeignKey(
        CallflowVersion, models.SET_NULL, null=True, related_name="+"
    )
    result = models.CharField(_("result"), max_length=500, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ScheduleSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "id"]

    def __str__(self) -> str:
        return _("scheduled publication of “%s”") % self.callflow

    @property
    def open(self) -> bool:
        """Whether something of it is still to come."""
        return self.state in OPEN
