"""What the worker does for callflows; the work is in the services."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from callflows.services import scenarios
from tenants.actor import Actor, acting
from tenants.models import Account


@shared_task(name="callflows.tasks.run_all_scenarios")
def run_all_scenarios() -> None:
    """Once a night: a task an account, so that a large one delays no other."""
    for slug in Account.objects.in_use().values_list("slug", flat=True):
        run_scenarios.delay(slug)


@shared_task(name="callflows.tasks.run_scenarios")
def run_scenarios(slug: str, flow_id: str | None = None) -> None:
    """The scenarios of an account's live callflows, or of one of them."""
    account = Account.objects.in_use().filter(slug=slug).first()
    if account is None:
        return
    with acting(Actor(account)):
        scenarios.run_account(UUID(flow_id) if flow_id else None)
