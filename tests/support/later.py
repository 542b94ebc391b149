"""Saving at a time to come, as a browser asks for it, and letting that time come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from pbxportal.lib import typed
from tenants import outbox
from tenants.generic import kept_rows
from tenants.generic.rows import RowsForm
from tenants.models import DelayedSave, OutboxEntry
from tenants.services import delayed_saves


def in_hours(hours: float) -> str:
    return (timezone.localtime() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def later(data: dict[str, Any], hours: float = 1) -> dict[str, Any]:
    """As the button sends it, on the clock of the test's person: UTC."""
    return {**data, "then": "later", "save_at": in_hours(hours)}


def form_of(page: Client, url: str) -> dict[str, Any]:
    """What a browser sends of the page's form when nothing is changed."""
    form = page.get(url).context["form"]
    rows = kept_rows.laid_over(form, {}) if isinstance(form, RowsForm) else {}
    return {**typed.unchanged(form), **rows}


def let_time_pass() -> None:
    OutboxEntry.objects.filter(kind=delayed_saves.KIND).update(
        due_at=timezone.now() - timedelta(seconds=1)
    )
    outbox.relay()


def only() -> DelayedSave:
    return DelayedSave.objects.get()
