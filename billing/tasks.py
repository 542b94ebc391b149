"""What the worker does for this app: a line each, the work is in the services."""

from __future__ import annotations

from celery import shared_task

from billing.services import charging


@shared_task(name="billing.tasks.charge_months")
def charge_months() -> None:
    """Charges the months that have begun."""
    charging.month()


@shared_task(name="billing.tasks.charge_calls")
def charge_calls() -> None:
    """Charges calls over the limit that are over."""
    charging.calls()
