"""REST of saves at a time to come."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework import mixins

from pbxportal.lib.paging import CursorPages
from tenants.access import Right
from tenants.forms.delayed_saves import DelayedSaveFilter
from tenants.generic.later import DelayedSaveSerializer
from tenants.generic.rest import ReadOnlyAccountViewSet, narrowed
from tenants.services import delayed_saves


class FurthestFirst(CursorPages):
    """By when they are saved, the furthest first."""

    ordering = ("-due_at", "-id")  # type: ignore[assignment]


class DelayedSaveViewSet(mixins.DestroyModelMixin, ReadOnlyAccountViewSet):
    """`delayed-saves/`, `?state=`; DELETE calls one off, which stays in the list.

    One is made by `?save_at=<moment>` on what makes or changes an object, or a section of
    settings.
    """

    right_to_read = Right.MANAGE
    serializer_class = DelayedSaveSerializer
    pagination_class = FurthestFirst

    def get_queryset(self) -> QuerySet[Any]:
        rows = delayed_saves.of(self.actor.account)
        if self.action != "list":
            return rows
        return narrowed(rows, DelayedSaveFilter, self.request.query_params)

    def perform_destroy(self, instance: Model) -> None:
        delayed_saves.cancel(instance)  # type: ignore[arg-type]
