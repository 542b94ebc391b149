"""What the worker does for this app: three lines each, the work is in the services."""

from __future__ import annotations

from celery import shared_task

from tenants import outbox


@shared_task(name="tenants.tasks.relay_outbox")
def relay_outbox() -> None:
    """Hands committed requests to their handlers."""
    outbox.relay()
